// Functions of the loop language that WGSL lacks or promises too little about, as WGSL text. A shader gets those
// that it calls, and what they call. `W` stands for the lanes: a scalar, or a vector of four.
//
// Drivers may assume that there is no NaN and no infinity, so both are told by their bits. A 64-bit integer is its low
// and its high word.

interface Helper {
  readonly text: string;
  readonly calls: readonly string[];
}

const helper = (text: string, ...calls: readonly string[]): Helper => ({ text, calls });

/** For one lane and for four: `float` becomes f32 or vec4<f32>, and so on; functions get the suffix 4. */
function lanes(name: string, text: string, ...calls: readonly string[]): Readonly<Record<string, Helper>> {
  const scalar = text.replaceAll('FLOAT', 'f32').replaceAll('UINT', 'u32').replaceAll('INT', 'i32').replaceAll('BOOL', 'bool').replaceAll('@', '');
  const vector = text.replaceAll('FLOAT', 'vec4<f32>').replaceAll('UINT', 'vec4<u32>').replaceAll('INT', 'vec4<i32>').replaceAll('BOOL', 'vec4<bool>').replaceAll('@', '4');
  return { [name]: helper(scalar, ...calls), [`${name}4`]: helper(vector, ...calls.map((call) => `${call}4`)) };
}

const HELPERS: Readonly<Record<string, Helper>> = {
  /**
   * The same value, which the compiler cannot know: no rewriting across it. No array is empty, but no compiler counts on
   * that; Mesa knows how long one can be at most.
   */
  ...lanes('keep', 'fn keep@(x: FLOAT) -> FLOAT { return bitcast<FLOAT>(bitcast<UINT>(x) ^ UINT(select(1u, 0u, arrayLength(&b0) > 0u))); }'),
  /** There and back again: compilers take one for the other's inverse, and nothing would be rounded. */
  ...lanes('keep_bits', 'fn keep_bits@(x: INT) -> INT { return x ^ INT(select(1, 0, arrayLength(&b0) > 0u)); }'),
  half_bits: helper('fn half_bits(x: f16) -> i32 { return bitcast<i32>(vec2<f16>(x, 0.0h)); }'),
  half_bits4: helper('fn half_bits4(x: vec4<f16>) -> vec4<i32> { let w = bitcast<vec2<u32>>(x); return bitcast<vec4<i32>>(vec4<u32>(w.x & 0xffffu, w.x >> 16u, w.y & 0xffffu, w.y >> 16u)); }'),
  half_of: helper('fn half_of(b: i32) -> f16 { return bitcast<vec2<f16>>(b).x; }'),
  half_of4: helper('fn half_of4(b: vec4<i32>) -> vec4<f16> { let w = bitcast<vec4<u32>>(b); return bitcast<vec4<f16>>(vec2<u32>(w.x | (w.y << 16u), w.z | (w.w << 16u))); }'),
  ...lanes('is_nan', 'fn is_nan@(x: FLOAT) -> BOOL { return (bitcast<UINT>(x) & UINT(0x7fffffffu)) > UINT(0x7f800000u); }'),
  /** Integers in the order of floats: −0 below +0, infinities at the ends. */
  ...lanes('order', 'fn order@(x: FLOAT) -> INT { let b = bitcast<INT>(x); return b ^ ((b >> UINT(31u)) & INT(0x7fffffff)); }'),
  ...lanes('float_min', 'fn float_min@(x: FLOAT, y: FLOAT) -> FLOAT { let m = select(y, x, order@(x) < order@(y)); return select(select(m, y, is_nan@(y)), x, is_nan@(x)); }', 'order', 'is_nan'),
  ...lanes('float_max', 'fn float_max@(x: FLOAT, y: FLOAT) -> FLOAT { let m = select(y, x, order@(y) < order@(x)); return select(select(m, y, is_nan@(y)), x, is_nan@(x)); }', 'order', 'is_nan'),
  /** Everything with a sign bit, but for NaN, is below +0. */
  ...lanes('relu', 'fn relu@(x: FLOAT) -> FLOAT { return select(x, FLOAT(0.0f), bitcast<UINT>(x) - UINT(0x80000000u) <= UINT(0x7f800000u)); }'),
  ...lanes('not_zero', 'fn not_zero@(x: FLOAT) -> BOOL { return (bitcast<UINT>(x) & UINT(0x7fffffffu)) != UINT(0u); }'),
  ...lanes('float_to_int', 'fn float_to_int@(x: FLOAT) -> INT { let i = select(INT(x), INT(0x7fffffff), x >= FLOAT(2147483648.0f)); return select(i, INT(0), is_nan@(x)); }', 'is_nan'),
  ...lanes('int_div', 'fn int_div@(x: INT, y: INT) -> INT { return select(x / y, INT(0), y == INT(0)); }'),
  ...lanes('int_rem', 'fn int_rem@(x: INT, y: INT) -> INT { return select(x % y, INT(0), y == INT(0)); }'),

  wide_add: helper('fn wide_add(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { let low = x.x + y.x; return vec2<u32>(low, x.y + y.y + select(0u, 1u, low < x.x)); }'),
  wide_sub: helper('fn wide_sub(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return vec2<u32>(x.x - y.x, x.y - y.y - select(0u, 1u, x.x < y.x)); }'),
  wide_neg: helper('fn wide_neg(x: vec2<u32>) -> vec2<u32> { return wide_sub(vec2<u32>(0u), x); }', 'wide_sub'),
  wide_abs: helper('fn wide_abs(x: vec2<u32>) -> vec2<u32> { return select(x, wide_neg(x), (x.y >> 31u) == 1u); }', 'wide_neg'),
  /** The high word of a product of words, from products of halves. */
  word_high: helper(`fn word_high(x: u32, y: u32) -> u32 {
  let xl = x & 0xffffu; let xh = x >> 16u; let yl = y & 0xffffu; let yh = y >> 16u;
  let low = xl * yl; let mid = xh * yl + (low >> 16u); let more = xl * yh + (mid & 0xffffu);
  return xh * yh + (mid >> 16u) + (more >> 16u);
}`),
  wide_mul: helper('fn wide_mul(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return vec2<u32>(x.x * y.x, word_high(x.x, y.x) + x.x * y.y + x.y * y.x); }', 'word_high'),
  wide_less: helper('fn wide_less(x: vec2<u32>, y: vec2<u32>) -> bool { return select(bitcast<i32>(x.y) < bitcast<i32>(y.y), x.x < y.x, x.y == y.y); }'),
  wide_min: helper('fn wide_min(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return select(y, x, wide_less(x, y)); }', 'wide_less'),
  wide_max: helper('fn wide_max(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return select(y, x, wide_less(y, x)); }', 'wide_less'),
  wide_shl: helper(`fn wide_shl(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> {
  let n = y.x & 63u; let k = n & 31u;
  let carried = select(x.x >> (32u - max(k, 1u)), 0u, k == 0u);
  return select(vec2<u32>(x.x << k, (x.y << k) | carried), vec2<u32>(0u, x.x << k), n >= 32u);
}`),
  wide_shr: helper(`fn wide_shr(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> {
  let n = y.x & 63u; let k = n & 31u;
  let high = bitcast<u32>(bitcast<i32>(x.y) >> k); let sign = bitcast<u32>(bitcast<i32>(x.y) >> 31u);
  let carried = select(x.y << (32u - max(k, 1u)), 0u, k == 0u);
  return select(vec2<u32>((x.x >> k) | carried, high), vec2<u32>(high, sign), n >= 32u);
}`),
  /** Long division of magnitudes, bit by bit: quotient and remainder. */
  wide_divide: helper(`fn wide_divide(x: vec2<u32>, y: vec2<u32>) -> vec4<u32> {
  var quotient = vec2<u32>(0u); var rest = vec2<u32>(0u);
  for (var i = 63; i >= 0; i--) {
    let word = select(x.x, x.y, i >= 32);
    let carry = rest.y >> 31u;
    rest = vec2<u32>((rest.x << 1u) | ((word >> (u32(i) & 31u)) & 1u), (rest.y << 1u) | (rest.x >> 31u));
    if (carry == 1u || rest.y > y.y || (rest.y == y.y && rest.x >= y.x)) {
      rest = wide_sub(rest, y);
      if (i >= 32) { quotient.y |= 1u << (u32(i) & 31u); } else { quotient.x |= 1u << u32(i); }
    }
  }
  return vec4<u32>(quotient, rest);
}`, 'wide_sub'),
  wide_div: helper(`fn wide_div(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> {
  let q = wide_divide(wide_abs(x), wide_abs(y)).xy;
  return select(select(q, wide_neg(q), ((x.y ^ y.y) >> 31u) == 1u), vec2<u32>(0u), all(y == vec2<u32>(0u)));
}`, 'wide_divide', 'wide_abs', 'wide_neg'),
  wide_rem: helper(`fn wide_rem(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> {
  let r = wide_divide(wide_abs(x), wide_abs(y)).zw;
  return select(select(r, wide_neg(r), (x.y >> 31u) == 1u), vec2<u32>(0u), all(y == vec2<u32>(0u)));
}`, 'wide_divide', 'wide_abs', 'wide_neg'),
  wide_from_int: helper('fn wide_from_int(x: i32) -> vec2<u32> { return vec2<u32>(bitcast<u32>(x), bitcast<u32>(x >> 31u)); }'),
  /** Truncates and saturates. A finite float is its 24-bit significand, shifted. */
  wide_from_float: helper(`fn wide_from_float(x: f32) -> vec2<u32> {
  let b = bitcast<u32>(x); let exponent = i32((b >> 23u) & 255u) - 150; let m = (b & 0x7fffffu) | 0x800000u;
  var size = vec2<u32>(0u);
  if (exponent >= 0) { size = wide_shl(vec2<u32>(m, 0u), vec2<u32>(u32(exponent), 0u)); } else if (exponent > -24) { size = vec2<u32>(m >> u32(-exponent), 0u); }
  let negative = (b >> 31u) == 1u;
  if (exponent >= 40) { size = select(vec2<u32>(0xffffffffu, 0x7fffffffu), vec2<u32>(0u, 0x80000000u), negative); } else if (negative) { size = wide_neg(size); }
  return select(size, vec2<u32>(0u), is_nan(x));
}`, 'wide_shl', 'wide_neg', 'is_nan'),
  wide_to_float: helper(`fn wide_to_float(x: vec2<u32>) -> f32 {
  let size = wide_unsigned_to_float(wide_abs(x));
  return select(size, -size, (x.y >> 31u) == 1u);
}`, 'wide_abs', 'wide_unsigned_to_float'),
  wide_unsigned_less: helper('fn wide_unsigned_less(x: vec2<u32>, y: vec2<u32>) -> bool { return select(x.y < y.y, x.x < y.x, x.y == y.y); }'),
  wide_unsigned_min: helper('fn wide_unsigned_min(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return select(y, x, wide_unsigned_less(x, y)); }', 'wide_unsigned_less'),
  wide_unsigned_max: helper('fn wide_unsigned_max(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return select(y, x, wide_unsigned_less(y, x)); }', 'wide_unsigned_less'),
  wide_unsigned_div: helper('fn wide_unsigned_div(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return select(wide_divide(x, y).xy, vec2<u32>(0u), all(y == vec2<u32>(0u))); }', 'wide_divide'),
  wide_unsigned_rem: helper('fn wide_unsigned_rem(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> { return select(wide_divide(x, y).zw, vec2<u32>(0u), all(y == vec2<u32>(0u))); }', 'wide_divide'),
  wide_unsigned_from_float: helper(`fn wide_unsigned_from_float(x: f32) -> vec2<u32> {
  let b = bitcast<u32>(x); let exponent = i32((b >> 23u) & 255u) - 150; let m = (b & 0x7fffffu) | 0x800000u;
  var size = vec2<u32>(0u);
  if (exponent >= 0) { size = wide_shl(vec2<u32>(m, 0u), vec2<u32>(u32(exponent), 0u)); } else if (exponent > -24) { size = vec2<u32>(m >> u32(-exponent), 0u); }
  if (exponent > 40) { size = vec2<u32>(0xffffffffu); }
  return select(size, vec2<u32>(0u), is_nan(x) || (b >> 31u) == 1u);
}`, 'wide_shl', 'is_nan'),
  /** Rounds once: the top 24 bits, and what is below them decides. */
  wide_unsigned_to_float: helper(`fn wide_unsigned_to_float(size: vec2<u32>) -> f32 {
  if (size.y == 0u && size.x < 0x1000000u) { return f32(size.x); }
  let top = select(firstLeadingBit(size.x), firstLeadingBit(size.y) + 32u, size.y != 0u);
  let cut = vec2<u32>(top - 23u, 0u); let whole = wide_unsigned_shr(size, cut);
  let rest = wide_sub(size, wide_shl(whole, cut)); let half = wide_shl(vec2<u32>(1u, 0u), vec2<u32>(top - 24u, 0u));
  let above = rest.y > half.y || (rest.y == half.y && rest.x > half.x); let tie = all(rest == half);
  let rounded = whole.x + select(0u, 1u, above || (tie && (whole.x & 1u) == 1u));
  return bitcast<f32>(((top + 127u) << 23u) + (rounded - 0x800000u));
}`, 'wide_unsigned_shr', 'wide_sub', 'wide_shl'),
  wide_unsigned_shr: helper(`fn wide_unsigned_shr(x: vec2<u32>, y: vec2<u32>) -> vec2<u32> {
  let n = y.x & 63u; let k = n & 31u;
  let carried = select(x.y << (32u - max(k, 1u)), 0u, k == 0u);
  return select(vec2<u32>((x.x >> k) | carried, x.y >> k), vec2<u32>(x.y >> k, 0u), n >= 32u);
}`),
};

/** The text of these functions, those that they call first. */
export function preludeOf(names: Iterable<string>): string {
  const done = new Set<string>();
  let text = '';
  const add = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    const { text: own, calls } = HELPERS[name]!;
    calls.forEach(add);
    text += `${own}\n`;
  };
  for (const name of names) add(name);
  return text;
}
