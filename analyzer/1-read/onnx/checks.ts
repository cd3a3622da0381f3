// Checks of models that belong to no operator: rule → sentence with {holes}, as the operators state theirs.

export const MODEL_CHECKS = {
  'onnx/undefined-value': "nothing makes the value '{value}'",
  'onnx/redefined-value': "the value '{value}' is made a second time",
  'onnx/declared-shape': "the file declares '{value}' as {declared}, but it is {inferred}",
} as const satisfies Readonly<Record<string, string>>;

export type ModelCheck = keyof typeof MODEL_CHECKS;
