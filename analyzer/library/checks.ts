// Checks that library models state themselves, where no operator's rule covers a framework's demand: rule → sentence
// with {holes}. Shapes of the operands are appended by whoever explains.

export const SENTENCES: Readonly<Record<string, string>> = {
  'NegativeLogLikelihoodLoss/target': 'the target has shape {target} but class indices of shape {expected} are expected for scores of shape {scores}',
  'NegativeLogLikelihoodLoss/dtype': 'class indices have to be int64, not {dtype}',
  'NegativeLogLikelihoodLoss/rank': 'scores need a class axis, but they have shape {scores}',
  'BinaryCrossEntropy/target': 'the target has shape {target} but the input has shape {input}; they have to be equal',
  'Loss/broadcast': 'the target has shape {target} but the input has shape {input}: broadcasting them is surely not meant',
  'Gather/dtype': 'indices have to be integers, not {dtype}',
  'Linear/dtype': 'the input is {input} but the weights are {weight}',
  'Backward/scalar': 'backward() needs a tensor of one element, but this one has shape {shape}',
  'View/axes': 'axis {axis} does not exist in a tensor of {rank} axes',
  'Index/axes': '{given} indices for a tensor of {rank} axes',
  'Index/range': 'index {index} is out of range for an axis of {extent}',
  'Loop/unpack': '{values} values are unpacked into {names} names',
  'Tensor/item': 'item() needs a tensor of one element, but this one has shape {shape}',
  'InPlace/grows': 'the result of shape {result} does not fit into the tensor of shape {shape} that is changed in place',
};
