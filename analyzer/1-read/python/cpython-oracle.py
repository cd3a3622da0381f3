# A JSON list of Python texts comes in on standard input; for each, what CPython's own parser makes of it goes out: the
# list of its positioned nodes as [kind, start, end, detail], or the syntax error. Offsets count UTF-16 code units.
import ast
import json
import re
import struct
import sys
import warnings

FIELDS_INSIDE_STRINGS = sys.version_info >= (3, 12)  # before that, CPython gave them no true positions


def offsets(text):
    lines, start = [], 0
    for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text):
        lines.append((start, line.encode("utf-8", "surrogatepass")))
        start += len(line.encode("utf-16-le", "surrogatepass")) // 2
    def at(line, column):
        begin, encoded = lines[line - 1]
        return begin + len(encoded[:column].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")) // 2
    return at


def constant(value):
    if isinstance(value, bool) or value is None or value is ...:
        return repr(value)
    if isinstance(value, int):
        return "int " + str(value)
    if isinstance(value, float):
        return "float " + struct.pack(">d", value).hex()
    if isinstance(value, complex):
        return "complex " + struct.pack(">d", value.imag).hex()
    if isinstance(value, bytes):
        return "bytes " + value.decode("latin-1")
    return "str " + value


def detail(node):
    if isinstance(node, ast.Constant):
        return constant(node.value)
    if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.AugAssign)):
        return type(node.op).__name__
    if isinstance(node, ast.Compare):
        return " ".join(type(op).__name__ for op in node.ops)
    if isinstance(node, ast.alias):
        return node.name + " as " + str(node.asname)
    if isinstance(node, ast.ImportFrom):
        return str(node.module) + " " + str(node.level)
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return " ".join(node.names)
    if isinstance(node, ast.FormattedValue):
        return "" if node.conversion < 0 else chr(node.conversion)
    if isinstance(node, ast.MatchClass):
        return " ".join(node.kwd_attrs)
    if isinstance(node, ast.MatchMapping):
        return str(node.rest)
    if isinstance(node, ast.MatchSingleton):
        return repr(node.value)
    for field in ("id", "attr", "arg", "name"):
        value = getattr(node, field, "")
        if not isinstance(value, ast.AST) and value != "":
            return str(value)
    return ""


def nodes(text):
    at = offsets(text)
    found = []
    def visit(node):
        inside = isinstance(node, ast.JoinedStr)
        if hasattr(node, "lineno"):
            start, end = at(node.lineno, node.col_offset), at(node.end_lineno, node.end_col_offset)
            found.append([type(node).__name__, start, end, detail(node)])
        if inside and not FIELDS_INSIDE_STRINGS:
            return
        for child in ast.iter_child_nodes(node):
            if inside and isinstance(child, ast.Constant):
                continue
            if isinstance(node, ast.FormattedValue) and child is node.format_spec:
                for part in child.values:
                    if not isinstance(part, ast.Constant):
                        visit(part)
                continue
            visit(child)
    visit(ast.parse(text))
    return found


def answer(text):
    try:
        return {"nodes": nodes(text)}
    except (SyntaxError, ValueError) as error:
        return {"error": str(error)}


warnings.simplefilter("ignore")
sys.setrecursionlimit(100000)
texts = json.load(sys.stdin)
json.dump({"insideStrings": FIELDS_INSIDE_STRINGS, "version": list(sys.version_info[:2]), "answers": [answer(t) for t in texts]}, sys.stdout)
