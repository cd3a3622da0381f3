// The WebAssembly instructions that we emit, by name. A prefixed opcode is written prefix·65536 + number, so that
// one integer names any instruction. Source: WebAssembly core specification 2.0, appendix "Index of Instructions".

const SATURATING = 0xfc_0000;
const SIMD = 0xfd_0000;

export const op = {
  unreachable: 0x00, block: 0x02, loop: 0x03, if: 0x04, else: 0x05, end: 0x0b, br: 0x0c, brIf: 0x0d, call: 0x10, drop: 0x1a, select: 0x1b,
  localGet: 0x20, localSet: 0x21, localTee: 0x22,
  i32Load: 0x28, i64Load: 0x29, f32Load: 0x2a, f64Load: 0x2b, i32Load8S: 0x2c, i32Load8U: 0x2d, i32Load16S: 0x2e, i32Load16U: 0x2f, i64Load32U: 0x35,
  i32Store: 0x36, i64Store: 0x37, f32Store: 0x38, f64Store: 0x39, i32Store8: 0x3a, i32Store16: 0x3b, i64Store32: 0x3e,
  i32Const: 0x41, i64Const: 0x42, f32Const: 0x43, f64Const: 0x44,
  i32Eqz: 0x45, i32Eq: 0x46, i32Ne: 0x47, i32LtS: 0x48, i32LeS: 0x4c, i32LeU: 0x4d, i32GeS: 0x4e,
  i64Eqz: 0x50, i64Eq: 0x51, i64Ne: 0x52, i64LtS: 0x53, i64LeS: 0x57, i64LeU: 0x58, i64LtU: 0x54,
  f32Eq: 0x5b, f32Ne: 0x5c, f32Lt: 0x5d, f32Le: 0x5f, f64Eq: 0x61, f64Ne: 0x62, f64Lt: 0x63, f64Le: 0x65,
  i32Add: 0x6a, i32Sub: 0x6b, i32Mul: 0x6c, i32DivS: 0x6d, i32RemS: 0x6f, i32And: 0x71, i32Or: 0x72, i32Xor: 0x73,
  i32Shl: 0x74, i32ShrS: 0x75,
  i64Add: 0x7c, i64Sub: 0x7d, i64Mul: 0x7e, i64DivS: 0x7f, i64DivU: 0x80, i64RemS: 0x81, i64RemU: 0x82, i64And: 0x83, i64Or: 0x84, i64Xor: 0x85,
  i64Shl: 0x86, i64ShrS: 0x87, i64ShrU: 0x88,
  f32Abs: 0x8b, f32Neg: 0x8c, f32Ceil: 0x8d, f32Floor: 0x8e, f32Trunc: 0x8f, f32Nearest: 0x90, f32Sqrt: 0x91,
  f32Add: 0x92, f32Sub: 0x93, f32Mul: 0x94, f32Div: 0x95, f32Min: 0x96, f32Max: 0x97,
  f64Abs: 0x99, f64Neg: 0x9a, f64Ceil: 0x9b, f64Floor: 0x9c, f64Trunc: 0x9d, f64Nearest: 0x9e, f64Sqrt: 0x9f,
  f64Add: 0xa0, f64Sub: 0xa1, f64Mul: 0xa2, f64Div: 0xa3, f64Min: 0xa4, f64Max: 0xa5,
  i32WrapI64: 0xa7, i64ExtendI32S: 0xac, i64ExtendI32U: 0xad, f32ConvertI32S: 0xb2, f32ConvertI64S: 0xb4, f32ConvertI64U: 0xb5, f32DemoteF64: 0xb6,
  f64ConvertI32S: 0xb7, f64ConvertI64S: 0xb9, f64ConvertI64U: 0xba, f64PromoteF32: 0xbb,
  i32ReinterpretF32: 0xbc, i64ReinterpretF64: 0xbd, f32ReinterpretI32: 0xbe, f64ReinterpretI64: 0xbf,
  i32TruncSatF32S: SATURATING, i32TruncSatF64S: SATURATING + 2, i64TruncSatF32S: SATURATING + 4, i64TruncSatF32U: SATURATING + 5, i64TruncSatF64U: SATURATING + 7, i64TruncSatF64S: SATURATING + 6,
  v128Load: SIMD, v128Load16x4S: SIMD + 3, v128Load16x4U: SIMD + 4, v128Load32x2U: SIMD + 6, v128Load16Splat: SIMD + 8, v128Load32Splat: SIMD + 9, v128Load64Splat: SIMD + 10, v128Store: SIMD + 11, v128Const: SIMD + 12,
  i8x16Shuffle: SIMD + 13, i8x16Splat: SIMD + 15, i32x4Splat: SIMD + 17, i64x2Splat: SIMD + 18, f32x4Splat: SIMD + 19,
  f64x2Splat: SIMD + 20, i8x16Ne: SIMD + 36,
  i32x4Eq: SIMD + 55, i32x4Ne: SIMD + 56, i32x4LtS: SIMD + 57, i32x4LeS: SIMD + 61,
  f32x4Eq: SIMD + 65, f32x4Ne: SIMD + 66, f32x4Lt: SIMD + 67, f32x4Le: SIMD + 69,
  f64x2Eq: SIMD + 71, f64x2Ne: SIMD + 72, f64x2Lt: SIMD + 73, f64x2Le: SIMD + 75,
  v128Not: SIMD + 77, v128And: SIMD + 78, v128Andnot: SIMD + 79, v128Or: SIMD + 80, v128Xor: SIMD + 81, v128Bitselect: SIMD + 82,
  v128Load32Lane: SIMD + 86, v128Store16Lane: SIMD + 89, v128Store32Lane: SIMD + 90, v128Store64Lane: SIMD + 91, v128Load32Zero: SIMD + 92,
  f32x4Ceil: SIMD + 103, f32x4Floor: SIMD + 104, f32x4Trunc: SIMD + 105, f32x4Nearest: SIMD + 106,
  f64x2Ceil: SIMD + 116, f64x2Floor: SIMD + 117, f64x2Trunc: SIMD + 122, f64x2Nearest: SIMD + 148,
  i16x8ExtendLowI8x16S: SIMD + 135, i16x8ExtendLowI8x16U: SIMD + 137, i32x4ExtendLowI16x8S: SIMD + 167, i32x4ExtendLowI16x8U: SIMD + 169,
  i32x4Abs: SIMD + 160, i32x4Neg: SIMD + 161, i32x4Shl: SIMD + 171, i32x4ShrS: SIMD + 172, i32x4Add: SIMD + 174, i32x4Sub: SIMD + 177,
  i32x4Mul: SIMD + 181, i32x4MinS: SIMD + 182, i32x4MaxS: SIMD + 184,
  i32x4DotI16x8S: SIMD + 186,
  i64x2Abs: SIMD + 192, i64x2Neg: SIMD + 193, i64x2Shl: SIMD + 203, i64x2ShrS: SIMD + 204, i64x2Add: SIMD + 206, i64x2Sub: SIMD + 209,
  i64x2Mul: SIMD + 213, i64x2Eq: SIMD + 214, i64x2Ne: SIMD + 215, i64x2LtS: SIMD + 216, i64x2LeS: SIMD + 218,
  f32x4Abs: SIMD + 224, f32x4Neg: SIMD + 225, f32x4Sqrt: SIMD + 227, f32x4Add: SIMD + 228, f32x4Sub: SIMD + 229, f32x4Mul: SIMD + 230,
  f32x4Div: SIMD + 231, f32x4Min: SIMD + 232, f32x4Max: SIMD + 233, f32x4Pmin: SIMD + 234, f32x4Pmax: SIMD + 235,
  f64x2Abs: SIMD + 236, f64x2Neg: SIMD + 237, f64x2Sqrt: SIMD + 239, f64x2Add: SIMD + 240, f64x2Sub: SIMD + 241, f64x2Mul: SIMD + 242,
  f64x2Div: SIMD + 243, f64x2Min: SIMD + 244, f64x2Max: SIMD + 245, f64x2Pmin: SIMD + 246, f64x2Pmax: SIMD + 247,
  i32x4RelaxedTruncF32x4S: SIMD + 0x101, f32x4RelaxedMadd: SIMD + 0x105, f64x2RelaxedMadd: SIMD + 0x107,
  i32x4TruncSatF32x4S: SIMD + 248, f32x4ConvertI32x4S: SIMD + 250,
} as const;

/** Types of WebAssembly values, by their byte in the binary format. */
export const valueType = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueType;
