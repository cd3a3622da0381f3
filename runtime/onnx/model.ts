// What an ONNX file says, as plain data. decode.ts makes it from bytes and encode.ts turns it back; nothing here
// knows what an operator means. Sub-graphs are attributes. An absent string is '' because the format means the same.

import type { ElementArray, OnnxDtype } from './dtype.ts';

export interface OnnxModel {
  readonly irVersion: number;
  readonly opsets: readonly OnnxOpset[];
  readonly producer: { readonly name: string; readonly version: string };
  readonly domain: string;
  readonly modelVersion: bigint;
  readonly doc: string;
  readonly graph: OnnxGraph;
  /** Model-local functions, which a node may call by name and domain. */
  readonly functions: readonly OnnxFunction[];
  readonly metadata: readonly OnnxEntry[];
}

/** The domain of ONNX's own operators is '' (in some files 'ai.onnx'). */
export interface OnnxOpset {
  readonly domain: string;
  readonly version: number;
}

export interface OnnxEntry {
  readonly key: string;
  readonly value: string;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly sparseInitializers: readonly OnnxSparseTensor[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly valueInfo: readonly OnnxValueInfo[];
  readonly doc: string;
  readonly metadata: readonly OnnxEntry[];
}

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  /** Picks between functions of the same name (IR 10 and later). */
  readonly overload: string;
  /** '' marks an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly OnnxAttribute[];
  /** Exporters put the source lines of the node here or into `metadata`. */
  readonly doc: string;
  readonly metadata: readonly OnnxEntry[];
}

export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that every call gives. */
  readonly attributes: readonly string[];
  /** Attributes with a default. */
  readonly defaults: readonly OnnxAttribute[];
  readonly nodes: readonly OnnxNode[];
  readonly opsets: readonly OnnxOpset[];
  readonly valueInfo: readonly OnnxValueInfo[];
  readonly doc: string;
  readonly metadata: readonly OnnxEntry[];
}

/** float16, bfloat16 and float8 are bit patterns; complex numbers are pairs; 4 and 2 bit types stay packed. */
export type OnnxData = ElementArray | readonly string[];

export interface OnnxTensor {
  readonly name: string;
  readonly dtype: OnnxDtype;
  readonly dims: readonly number[];
  readonly data: OnnxData;
}

export interface OnnxSparseTensor {
  readonly values: OnnxTensor;
  readonly indices: OnnxTensor;
  readonly dims: readonly number[];
}

/** A number, a symbol, or nothing known. */
export type OnnxDim = number | string | undefined;

export type OnnxType =
  /** `dims` undefined: not even the rank is known. */
  | { readonly kind: 'tensor' | 'sparse'; readonly dtype: OnnxDtype; readonly dims: readonly OnnxDim[] | undefined }
  | { readonly kind: 'sequence' | 'optional'; readonly of: OnnxType | undefined }
  | { readonly kind: 'map'; readonly key: OnnxDtype; readonly of: OnnxType | undefined }
  | { readonly kind: 'opaque'; readonly domain: string; readonly name: string };

export interface OnnxValueInfo {
  readonly name: string;
  readonly type: OnnxType | undefined;
}

export type OnnxAttribute = { readonly name: string } & OnnxAttributeValue;

export type OnnxAttributeValue =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: string }
  /** What the format calls a string, but is not UTF-8: engines keep compiled blobs in such attributes. */
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'sparse'; readonly value: OnnxSparseTensor }
  | { readonly kind: 'type'; readonly value: OnnxType | undefined }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly bigint[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'bytesList'; readonly value: readonly Uint8Array[] }
  | { readonly kind: 'tensors'; readonly value: readonly OnnxTensor[] }
  | { readonly kind: 'graphs'; readonly value: readonly OnnxGraph[] }
  | { readonly kind: 'sparses'; readonly value: readonly OnnxSparseTensor[] }
  | { readonly kind: 'types'; readonly value: readonly (OnnxType | undefined)[] }
  /** Inside a function: the attribute of that name of the call. `type` is the number of the attribute's type. */
  | { readonly kind: 'reference'; readonly to: string; readonly type: number };

/** Why bytes are not a model that we can read. */
export interface OnnxError {
  readonly kind: 'not-onnx' | 'truncated' | 'malformed' | 'unsupported' | 'too-large';
  /** One sentence, without the file's name. */
  readonly reason: string;
  /** Where in the file, in bytes from 0. */
  readonly offset: number;
}
