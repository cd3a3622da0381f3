// Checks that library models state themselves, where no operator's rule covers a framework's demand: rule → sentence
// with {holes}. Shapes of the operands are appended by whoever explains. A model that states an operator's own check
// gives its holes and takes the operator's sentence, unless the framework's words differ.

import { operatorNamed } from '../../runtime/operators/index.ts';
import { sentenceOf } from '../../runtime/spec/sentence.ts';

export const SENTENCES: Readonly<Record<string, string>> = {
  'Einops/axes': 'the pattern {pattern} names another number of axes than the {rank} of the tensor',
  'Einops/length': 'the pattern {pattern} asks for an axis of {length}, but it has {dim}',
  'Einops/divides': 'the pattern {pattern} splits an axis of {dim} by {length}, which does not divide it',
  'NegativeLogLikelihoodLoss/target': 'the target has shape {target} but class indices of shape {expected} are expected for scores of shape {scores}',
  'NegativeLogLikelihoodLoss/dtype': 'class indices have to be int64, not {dtype}',
  'NegativeLogLikelihoodLoss/rank': 'scores need a class axis, but they have shape {scores}',
  'BinaryCrossEntropy/target': 'the target has shape {target} but the input has shape {input}; they have to be equal',
  'Loss/broadcast': 'the target has shape {target} but the input has shape {input}: broadcasting them is surely not meant',
  'Gather/dtype': 'indices have to be integers, not {dtype}',
  'Linear/tensor': 'a linear layer takes a tensor, not a tuple (a recurrent layer returns its output and its state)',
  'Gather/rank': 'an index of {given} axes picks from a tensor of {rank} axes; gather needs as many',
  'Linear/dtype': 'the input is {input} but the weights are {weight}',
  'Backward/scalar': 'backward() needs a tensor of one element, but this one has shape {shape}',
  'View/axes': 'axis {axis} does not exist in a tensor of {rank} axes',
  'Index/axes': '{given} indices for a tensor of {rank} axes',
  'Index/range': 'index {index} is out of range for an axis of {extent}',
  'Call/missing': '{function}() is called without its argument {argument}',
  'Call/unexpected': '{function}() has no parameter {argument}',
  'Call/surplus': '{function}() is called with {given} arguments more than it takes',
  'Call/tensor': '{function}() takes a tensor, not {kind}',
  'Unpack/count': '{values} values cannot be unpacked into {names} names',
  'Tensor/attribute': 'a {kind} has no attribute {attribute}: a tensor was meant (layers with a state and reductions along an axis return several tensors)',
  'Index/past': 'index {index} of a sequence of {length}',
  'Index/type': 'a value of type {kind} has no items',
  'Assert/fails': 'the assertion does not hold for the sizes that arrive here',
  'Loop/unpack': '{values} values are unpacked into {names} names',
  'Tensor/item': 'item() needs a tensor of one element, but this one has shape {shape}',
  'InPlace/grows': 'the result of shape {result} does not fit into the tensor of shape {shape} that is changed in place',
  'BatchNormalization/scale': 'the input has {c} channels but the layer was made for {s}',
  'InstanceNormalization/scale': 'the input has {c} channels but the layer was made for {s}',
  'GroupNormalization/scale': 'the input has {c} channels but the layer was made for {s}',
  'GroupNormalization/groups': '{c} channels do not split into {groups} groups',
  'LayerNormalization/normalized': 'the last sizes of {shape} have to be {expected}',
  'Expand/broadcast': 'a size of {p} cannot be expanded to {q}',
  'PixelShuffle/channels': '{c} channels are no multiple of {r} × {r}',
  'AdaptivePool/rank': 'pooling over {axes} axes needs channels too, but the input has {rank} axes',
  'Einsum/axes': 'the operand written "{letters}" has shape {shape}',
  'Einsum/size': 'the letter {letter} is {a} in one operand and {b} in another',
  'Glu/even': 'an axis of {n} cannot be halved',
  'BatchNormalization/rank': 'the input has {rank} axes, but {ranks} are expected',
  'TensorDataset/length': 'one tensor has {a} rows, another {b}',
  'Normalize/channels': 'the image has {c} channels but there are {n} means',
  'RNN/input': 'the input has {given} features but the layer was made for {expected}',
  'RNN/hidden': 'the hidden state has shape {given} but {expected} is expected',
  'RNN/rank': 'the input has {rank} axes, but 2 or 3 are expected',
  'Attention/width': 'the embedding has {given} features but the layer was made for {expected}',
  'Attention/heads': '{width} features do not split into {heads} heads',
  // TensorFlow.js refuses more than the operators' own rules do.
  'Tensor/values': '{given} values are given for the shape {shape}, which holds {expected}',
  'Tensor/ragged': 'one row has {given} entries where the first has {expected}',
  'Tensor/rank': '{what} takes {expected} axes, not {rank}',
  'Axis/range': 'axis {axis} does not exist in a tensor of {rank} axes',
  'Image/rank': 'a batch of images has {axes} axes, but the input has {rank}',
  'Conv/groups': '{o} channels do not split into {group} groups',
  'MatMul/rank': 'matrices have at least 2 axes, not {rank}',
  'Dot/rank': 'dot takes vectors and matrices, not a tensor of {rank} axes',
  'Softmax/last': 'softmax works along the last axis only, not along axis {axis} of {rank}',
  'TopK/count': '{k} entries are asked for, but the axis has {extent}',
  'Tile/axes': '{given} repetitions for a tensor of {rank} axes',
  'Stack/shapes': 'only tensors of one shape can be stacked',
  'Split/equal': 'axis {axis} has {extent} elements, which do not split into {pieces} equal pieces',
  'Slice/axes': 'bounds for {given} axes of a tensor of {rank}',
  'Slice/range': 'axis {axis} is cut from {start} to {end}, past its end at {extent}',
  'Pad/pads': 'padding is given for {given} axes of {expected}',
  'Loss/shapes': 'labels and predictions have to have the same shape',
  'Gradient/scalar': 'a gradient needs a cost that is one number, not a tensor of {rank} axes',
  'Layer/rank': '{layer} takes {expected} axes, the batch included, but its input has {rank}',
  'Model/first': 'the first layer of a model has to say its inputShape',
  'Model/input': 'the model was made for data of shape {expected} but is given {given}',
  'Model/target': 'the model gives {expected} but the targets have shape {given}',
  'Model/samples': 'there are {a} samples but {b} targets',
};

/** The sentence of a rule that a model states; the rule itself where nobody has words for it. */
export function sentenceFor(rule: string): string {
  const [name = '', check = ''] = rule.split('/');
  const operator = operatorNamed(name);
  return SENTENCES[rule] ?? (operator && sentenceOf(operator, check)) ?? rule;
}
