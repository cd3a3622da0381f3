# einsum: letters name sizes; the same letter has to be the same size everywhere.
from dimwright import tensor, unknown_tensor, dims, must, result_type, known


def einsum(equation, operands):
    if not isinstance(equation, str) or '...' in equation:
        return unknown_tensor('einsum with an ellipsis')
    text = equation.replace(' ', '')
    sides = text.split('->')
    inputs = sides[0].split(',')
    sizes = {}
    order = []
    for i, letters in enumerate(inputs):
        d = dims(operands[i])
        if d is None:
            return unknown_tensor('einsum of a tensor of unknown rank')
        must('Einsum/axes', len(d) == len(letters), letters=letters, shape=d, x=operands[i])
        for j, letter in enumerate(letters):
            if letter in sizes:
                if sizes[letter] == 1:
                    sizes[letter] = d[j]
                else:
                    must('Einsum/size', sizes[letter] == d[j] or d[j] == 1, letter=letter, a=sizes[letter], b=d[j], x=operands[i])
            else:
                sizes[letter] = d[j]
                order.append(letter)
    if len(sides) > 1:
        out = sides[1]
    else:
        out = ''.join(sorted([c for c in order if text.count(c) == 1]))
    return tensor([sizes[c] for c in out], result_type(*operands))
