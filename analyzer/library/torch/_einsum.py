# einsum: letters name sizes; the same letter has to be the same size everywhere.
from dimwright import tensor, unknown_tensor, dims, must, result_type, known


def einsum(equation, operands):
    if not isinstance(equation, str) or '...' in equation:
        return unknown_tensor('einsum with an ellipsis')
    text = equation.replace(' ', '')
    sides = text.split('->')
    inputs = sides[0].split(',')
    if not must('Einsum/operands', len(inputs) == len(operands), given=len(operands), named=len(inputs), equation=text):
        return unknown_tensor('a mistake before')
    sizes = {}
    order = []
    for i, letters in enumerate(inputs):
        d = dims(operands[i])
        if d is None:
            return unknown_tensor('einsum of a tensor of unknown rank')
        if not must('Einsum/axes', len(d) == len(letters), letters=letters, shape=d, x=operands[i]):
            return unknown_tensor('a mistake before')
        for j, letter in enumerate(letters):
            if letter in sizes:
                if sizes[letter] == 1:
                    sizes[letter] = d[j]
                elif not must('Einsum/size', sizes[letter] == d[j] or d[j] == 1, letter=letter, a=sizes[letter], b=d[j], x=operands[i]):
                    return unknown_tensor('a mistake before')
            else:
                sizes[letter] = d[j]
                order.append(letter)
    if len(sides) > 1:
        out = sides[1]
    else:
        out = ''.join(sorted([c for c in order if text.count(c) == 1]))
    return tensor([sizes[c] for c in out], result_type(*operands), operands[0])
