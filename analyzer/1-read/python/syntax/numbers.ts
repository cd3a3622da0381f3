// A number as the text spells it comes in, its value or the sentence that says why it is none goes out.

import type { ConstantValue } from '../ast.ts';

export type NumberReading = ConstantValue | { readonly type: 'wrong'; readonly message: string };

const wholePattern = /^(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?0)*|[1-9](?:_?[0-9])*)$/;
const digits = '[0-9](?:_?[0-9])*';
const floatPattern = new RegExp(`^(?:${digits})?\\.?(?:${digits})?(?:[eE][+-]?${digits})?$`);

/** CPython's own limit on reading decimal digits; conversion takes quadratic time. */
const mostDigits = 4300;

export function readNumber(spelled: string): NumberReading {
  if (/[jJ]$/.test(spelled) && !/^0[xX]/.test(spelled)) return readImaginary(spelled.slice(0, -1));
  const isWhole = /^0[xXoObB]/.test(spelled) || !/[.eE]/.test(spelled);
  return isWhole ? readWhole(spelled) : readFloat(spelled, 'float');
}

function readWhole(spelled: string): NumberReading {
  if (/[lL]$/.test(spelled)) return wrong(`'${spelled}' is a Python 2 number; Python 3 has no L suffix`);
  if (!wholePattern.test(spelled)) {
    if (/^0[0-9_]+$/.test(spelled)) {
      return wrong('leading zeros in decimal integers are not permitted; octal numbers start with 0o');
    }
    return wrong(`'${spelled}' is not a number`);
  }
  const plain = spelled.replaceAll('_', '');
  if (/^[0-9]/.test(plain) && !/^0[xXoObB]/.test(plain) && plain.length > mostDigits) {
    return wrong(`an integer of ${plain.length} digits; Python reads at most ${mostDigits}`);
  }
  return { type: 'int', value: BigInt(plain) };
}

function readFloat(spelled: string, type: 'float' | 'complex'): NumberReading {
  if (!floatPattern.test(spelled)) return wrong(`'${spelled}' is not a number`);
  return { type, value: Number(spelled.replaceAll('_', '')) };
}

function readImaginary(spelled: string): NumberReading {
  return readFloat(spelled, 'complex');
}

function wrong(message: string): NumberReading {
  return { type: 'wrong', message };
}
