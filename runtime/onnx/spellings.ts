// Where a file's spelling of an operator differs from the specification's attributes, as data: the importer, the
// checker and the exporter read the same tables. What `names.settle` of an operator understands is only named here.

/** Attributes of the file that `names.settle` turns into declared ones. */
export const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  Conv: ['auto_pad'],
  ConvTranspose: ['auto_pad', 'output_shape'],
  MaxPool: ['auto_pad'],
  AveragePool: ['auto_pad'],
  Reshape: ['allowzero'],
  Split: ['num_outputs'],
  Constant: ['value_float', 'value_floats', 'value_int', 'value_ints'],
};

/**
 * Attributes that do not change the first result: the kernel's extents follow from the filters, momentum is for
 * training, `storage_order` for MaxPool's second result, `saturate` and `round_mode` for float8, which is not read.
 */
export const WITHOUT_EFFECT: Readonly<Record<string, readonly string[]>> = {
  Conv: ['kernel_shape'],
  ConvTranspose: ['kernel_shape'],
  MaxPool: ['storage_order'],
  BatchNormalization: ['momentum'],
  LayerNormalization: ['stash_type'],
  Cast: ['saturate', 'round_mode'],
};

/** Attributes of which one value is specified and any other means something else. */
export const ONLY: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  BatchNormalization: { training_mode: 0, spatial: 1 },
};

/** What a left-out attribute means in a file, where that is not the specification's default. */
export const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Reshape: { allowzero: 0 },
};

/** Attributes that came later than opset 13, or than their operator. */
export const ATTRIBUTE_SINCE: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Shape: { start: 15, end: 15 },
  ReduceMax: { noop_with_empty_axes: 18 },
  ReduceMean: { noop_with_empty_axes: 18 },
  ReduceMin: { noop_with_empty_axes: 18 },
  ReduceProd: { noop_with_empty_axes: 18 },
  AveragePool: { dilations: 19 },
};
