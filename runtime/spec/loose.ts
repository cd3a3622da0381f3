// Attributes before settling (settle.ts): numbers or Dims, negative axes, names of dtypes, missing ones left out.

export type Loose = Readonly<Record<string, unknown>>;
