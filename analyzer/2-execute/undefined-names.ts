// Names that nothing defines. A name that was looked up in vain and the place where it stands in; whether it surely has no
// value there out, as the scopes of the file tell, whatever runs: it is bound in no scope that is visible from there, or
// in its own function only further down.

import type * as ir from '../program.ts';
import type { Machine } from './machine.ts';
import { mistake } from './mistakes.ts';
import type { Scope } from './name-scopes.ts';
import { chainTo, hasStrange, scopesOf } from './name-scopes.ts';
import type { Env, Value } from './values.ts';

const BUILTINS = new Set(`ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError
  ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning
  GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError
  NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning
  StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
  UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict
  dir display divmod enumerate eval exec exit filter float format frozenset get_ipython getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next
  object oct open ord pow print property quit range repr reversed reveal_type round set setattr slice sorted staticmethod str sum super tuple type vars zip unicode xrange raw_input basestring long unichr reduce reload cmp`.split(/\s+/));

/** What gives names that nobody can read. */
const DYNAMIC = /\bimport\s+\*|\b(?:exec|globals|locals|builtins|__builtins__|vars|__dict__)\b|^\s*[%!]\s*\w/m;

export function undefinedName(m: Machine, e: ir.NameExpression, env: Env): Value | undefined {
  if (m.language !== 'python' || !env.module.isUser || env.module.open || e.name.startsWith('__') || e.name === '_') return undefined;
  const program = m.programs.get(e.span.file);
  if (!program || DYNAMIC.test(program.text) || new RegExp(`(?<!\\bself)\\.${e.name}\\s*=[^=]|['"]${e.name}['"]`).test(program.text)) return undefined;
  const chain = chainTo(scopesOf(program), e.span.start);
  const own = chain.at(-1);
  if (!own || hasStrange(program)) return undefined;
  const home = chain.filter((scope, i) => scope.bound.has(e.name) && (scope.makes !== 'class' || i === chain.length - 1) && !scope.outside.has(e.name));
  if (home.length === 0) return BUILTINS.has(e.name) || isBoundAbove(chain, e.name) ? undefined : mistake(m, 'Name/undefined', { name: e.name });
  // Its own function binds it below alone, and nothing leads back up.
  const first = own.bound.get(e.name);
  if (first === undefined || own.makes !== 'function' || own.outside.has(e.name) || first < e.span.start) return undefined;
  if (own.loops.some(({ start, end }) => start <= e.span.start && first <= end && first >= start)) return undefined;
  return mistake(m, 'Name/unbound', { name: e.name });
}

/** `global` in any function binds a name of the module. */
const isBoundAbove = (chain: readonly Scope[], name: string): boolean => {
  const declares = (scope: Scope): boolean => (scope.outside.has(name) && scope.bound.has(name)) || scope.inner.some(declares);
  return chain[0] !== undefined && declares(chain[0]);
};
