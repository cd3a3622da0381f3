# einsum: names stand for sizes; the same name has to be the same size everywhere. `...` stands for axes that broadcast.
from dimwright import tensor, unknown_tensor, dims, made, must, result_type, known, expect_rank

REST = '...'


def _letters(side):
    # torch: one letter an axis
    if REST not in side:
        return list(side)
    before, after = side.split(REST)
    return list(before) + [REST] + list(after)


def einsum(equation, operands):
    if not isinstance(equation, str) or not known(len(equation)):
        return unknown_tensor('an equation that is not known')
    text = equation.replace(' ', '')
    sides = text.split('->')
    return contracted(text, [_letters(side) for side in sides[0].split(',')], _letters(sides[1]) if len(sides) > 1 else None, operands)


def named(pattern, operands):
    # einops: one word an axis
    sides = pattern.split('->')
    return contracted(pattern, [side.split() for side in sides[0].split(',')], sides[1].split(), operands)


def contracted(text, inputs, out, operands):
    if not must('Einsum/operands', len(inputs) == len(operands), given=len(operands), named=len(inputs), equation=text):
        return unknown_tensor('a mistake before')
    sizes = {}
    rests = []
    for i, names in enumerate(inputs):
        lead = names.index(REST) if REST in names else None
        if lead is None:
            expect_rank(operands[i], len(names))
        d = dims(operands[i])
        if d is None:
            return unknown_tensor('einsum of a tensor of unknown rank')
        spare = len(d) - len(names) + (0 if lead is None else 1)
        if not must('Einsum/axes', spare == 0 if lead is None else spare >= 0, letters=' '.join(names), shape=d, x=operands[i]):
            return unknown_tensor('a mistake before')
        if lead is not None:
            rests.append(d[lead:lead + spare])
            d = d[:lead] + d[lead + spare:]
            names = names[:lead] + names[lead + 1:]
        for name, size in zip(names, d):
            known_size = sizes.get(name)
            if known_size is None:
                sizes[name] = size
            elif known_size == 1:
                sizes[name] = size
            elif not must('Einsum/size', known_size == size or size == 1, letter=name, a=known_size, b=size, x=operands[i]):
                return unknown_tensor('a mistake before')
    if out is None:
        every = [name for names in inputs for name in names]
        out = ([REST] if len(rests) > 0 else []) + sorted([name for name in sizes if every.count(name) == 1])
    for name in out:
        if name not in sizes and not must('Einsum/output', name == REST, letter=name, equation=text):
            return unknown_tensor('a mistake before')
    if len(rests) == 0:
        x = tensor([sizes[name] for name in out], result_type(*operands), operands[0])
        return made(x, 'product') if _is_stack(inputs, out) else x
    shape = []
    for name in out:
        if name == REST:
            shape.extend(_together(rests))
        else:
            shape.append(sizes[name])
    return tensor(shape, result_type(*operands), operands[0])


def _is_stack(inputs, out):
    # 'bhid,bhjd->bhij': a matrix for each sample and head
    if len(inputs) != 2 or len(out) != 4:
        return False
    a, b = inputs
    return all([name in a and name in b for name in out[:2]]) and out[2] in a and out[2] not in b and out[3] in b and out[3] not in a


def _together(rests):
    # broadcast from the right
    longest = rests[0]
    for rest in rests[1:]:
        if len(rest) > len(longest):
            longest = rest
    shape = list(longest)
    for rest in rests:
        for i in range(len(rest)):
            at = len(shape) - len(rest) + i
            if known(shape[at]) and shape[at] == 1:
                shape[at] = rest[i]
    return shape
