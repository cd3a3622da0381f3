// What random programs taught about PyTorch: each was run, and the checker said something else.

import { finds, silent } from './facts.ts';

finds('statistics and weights have a value for each channel', 'F.batch_norm(torch.zeros(2, 3, 4), torch.zeros(3), torch.zeros(4))', 'BatchNormalization/scale@1');
silent('an empty image is given back unnormalised', 'F.batch_norm(torch.zeros(15, 0), torch.zeros(1), torch.zeros(1))');
silent('values for channels may lie in any shape', 'F.batch_norm(torch.zeros(1, 4, 1), torch.zeros(4), torch.zeros(4), torch.zeros(1, 4, 1))');
finds('a layer norm has as many weights as it normalises', 'F.layer_norm(torch.zeros(2, 4), (4,), torch.zeros(5))', 'LayerNormalization/normalized@1');
finds('of no elements none is the largest', 'torch.zeros(3, 0).max(dim=1)', 'ArgMax/empty@1');
finds('of no elements none is the largest, along any of many axes', 'torch.zeros(3, 8, 3, 0, 1, 2).amin([0, 1, 2, 3, 4])', 'ArgMax/empty@1');
finds('of no elements none is the largest, along all axes', 'torch.zeros(3, 8, 3, 0, 1, 2).amax()', 'ArgMax/empty@1');
finds('a number has one axis to reduce', 'torch.zeros(()).sum(1)', 'View/axes@1');
finds('windows slide over something', 'F.max_pool1d(torch.zeros(7, 0, 2), 2)', 'Pool/empty@1');
silent('a mean of nothing', 'F.adaptive_avg_pool2d(torch.zeros(2, 3, 0, 4), 1)');
finds('several means of nothing', 'F.adaptive_avg_pool2d(torch.zeros(2, 3, 0, 4), 2)', 'Pool/empty@1');
finds('adaptive pooling of too many axes', 'nn.AdaptiveAvgPool1d(1)(torch.zeros(1, 2, 3, 4, 5))', 'AdaptivePool/rank@1');
finds('a convolution of an empty image', 'F.conv1d(torch.zeros(7, 6, 0), torch.zeros(2, 6, 1), padding=2)', 'Pool/empty@1');
silent('a convolution without channels', 'F.conv2d(torch.zeros(4, 0, 0, 5), torch.ones(4, 0, 1, 1), padding=1)');
finds('a transposed convolution to no channels', 'F.conv_transpose1d(torch.zeros(1, 2, 5), torch.zeros(2, 0, 1))', 'Conv/weights@1');
finds('a range in steps of nothing', 'torch.arange(8, 8, 0)', 'Arange/step@1');
finds('a range downwards', 'assert torch.arange(-2, -52, -5).shape == (12,)', 'Assert/fails@1');
finds('one tensor is joined along an axis that it does not have', 'torch.cat([torch.zeros(3)], 1)', 'View/axes@1');
finds('more axes are padded than there are', 'F.pad(torch.zeros(2), (0, 0, 2, 0))', 'Pad/pads@1');
finds('an image is mirrored by more than it has', "F.pad(torch.zeros(1, 3, 4), (4, 0), mode='reflect')", 'Pad/source@1');
finds('fewer axes to expand to', 'torch.broadcast_to(torch.zeros(4, 7, 1), (5,))', 'Expand/axes@1');
finds('what is added to a product is spread over it, not it over that', 'torch.addmm(torch.zeros(8, 8), torch.zeros(1, 2), torch.zeros(2, 8))', 'Expand/broadcast@1');
finds('a mean over a window that only rounding up lets in', 'F.avg_pool3d(torch.zeros(4, 1, 2, 6, 1), (3, 2, 1), stride=2, ceil_mode=True)', 'Pool/window@1');
finds('more padding than half of a window', 'F.max_pool2d(torch.zeros(12, 7, 7, 1), (3, 1), padding=(2, 0), dilation=(2, 1))', 'Pool/padding@1');
finds('more padding than half of a window that dilation widens', 'F.max_pool1d(torch.zeros(1, 7, 9), 3, padding=2, dilation=2)', 'Pool/padding@1');
finds('places are 32 or 64 bits wide', 'torch.zeros(12, 6)[torch.zeros(2, dtype=torch.int16)]', 'Index/dtype@1');
finds('the place of the largest of one truth value', 'torch.zeros(()).bool().argmax(0)', 'ArgMax/dtype@1');
silent('a mean of whole numbers under a window', 'assert F.avg_pool1d(torch.zeros(6, 2, 5).long(), 2).dtype == torch.int64');
silent('the place of the largest of one number', 'assert torch.zeros(()).argmax(dim=0).shape == ()');
finds('the place of the smallest along an axis that one number lacks', 'torch.zeros(()).argmin(1)', 'View/axes@1');
finds('running statistics have one axis', 'F.batch_norm(torch.zeros(2, 3), torch.zeros(1, 3), torch.zeros(3))', 'BatchNormalization/scale@1');
finds('positions count from the front alone', 'torch.index_select(torch.zeros(6), 0, torch.tensor([-1]))', 'Gather/index@1');
finds('bounds that are tensors broadcast', 'torch.zeros(2, 3).clamp(torch.zeros(2), None)', 'Max/broadcast@1');
finds('an axis is expanded to a size below -1', 'torch.zeros(6, 5, 1).expand(6, 5, -2)', 'Expand/broadcast@1');
finds('an axis that does not exist cannot keep its size', 'torch.zeros(()).expand(1, 9, -1)', 'Expand/leading@1');
silent('softmax of one number', 'assert F.log_softmax(torch.zeros(()), 0).shape == ()');
silent('softmax of no booleans', 'assert F.softmax(torch.zeros(5, 0).bool(), 0).shape == (5, 0)');
finds('softmax of one number along its second axis', 'F.softmax(torch.zeros(()), 1)', 'View/axes@1');
finds('a condition of wide unsigned integers', 'torch.where(torch.zeros(3, dtype=torch.uint64), torch.zeros(3), torch.zeros(3))', 'Mask/dtype@1');
silent('pieces of nothing', "assert torch.ones(5, 8, 0).chunk(1, dim=2)[0].shape == (5, 8, 0)");
silent('no positions into no elements', 'torch.zeros(0)[torch.zeros(4, 0).long()]');
silent('sizes are compared with what is not known', `
  b = torch.something_new(torch.zeros(()), (2,))
  assert list(b.shape) == [2]
`);
silent('sizes are compared with what the user says', 'assert torch.zeros(3).size(0) == float(input())');

silent('layers of a model that takes many steps to follow are not stood for by the last', `
  import torchvision.models as models
  from unheard import something
  class Encoder(nn.Module):
      def __init__(self):
          super().__init__()
          resnet = models.resnet152()
          self.resnet = nn.Sequential(*list(resnet.children())[:-1])
          self.linear = nn.Linear(resnet.fc.in_features, 10)
      def forward(self, images):
          features = self.resnet(images)
          return self.linear(features.reshape(features.size(0), -1))
  for images in something():
      Encoder()(images)
`);
