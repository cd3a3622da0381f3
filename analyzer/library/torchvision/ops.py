# torchvision.ops: boxes in rows of four numbers, and what is cut out by them.
import torch
from dimwright import dims, dtype_of, dtype, fresh, is_tensor, must, rank, tensor, unknown_tensor, expect_rank
from torch._support import _same, _positions

int64 = dtype('int64')


def _boxes(x):
    expect_rank(x, 2, True)
    d = dims(x) if is_tensor(x) else None
    return d is None or must('Boxes/sides', d[-1] == 4, given=d[-1], boxes=x)


def nms(boxes, scores, iou_threshold):
    if not _boxes(boxes) or dims(boxes) is None:
        return unknown_tensor('nms', int64)
    b, s = dims(boxes), dims(scores)
    if s is not None and not (must('Boxes/scores', len(s) == 1, given=' × '.join([str(n) for n in s]), boxes=b[0], x=boxes, scores=scores) and must('Boxes/scores', s[0] == b[0], given=s[0], boxes=b[0], x=boxes, scores=scores)):
        return unknown_tensor('a mistake before', int64)
    return _positions(tensor((fresh('kept'),), int64, boxes), boxes, 0)


def batched_nms(boxes, scores, idxs, iou_threshold): return nms(boxes, scores, iou_threshold)


def _pairwise(a, b):
    if not _boxes(a) or not _boxes(b) or dims(a) is None or dims(b) is None:
        return unknown_tensor('overlaps of boxes')
    return tensor(dims(a)[:-1] + (dims(b)[-2],), dtype_of(a), a)


def box_iou(boxes1, boxes2, fmt='xyxy'): return _pairwise(boxes1, boxes2)
generalized_box_iou = complete_box_iou = distance_box_iou = box_iou
def box_area(boxes, fmt='xyxy'): return boxes.sum(-1) if _boxes(boxes) else unknown_tensor('a mistake before')
def box_convert(boxes, in_fmt, out_fmt): return _same(boxes) if _boxes(boxes) else unknown_tensor('a mistake before')
def clip_boxes_to_image(boxes, size): return _same(boxes)


def remove_small_boxes(boxes, min_size):
    return unknown_tensor('boxes', int64) if dims(boxes) is None else _positions(tensor((fresh('kept'),), int64, boxes), boxes, 0)


def _rows(boxes):
    # one tensor with the number of the image in front, or a list of tensors, one for each image
    if is_tensor(boxes):
        return dims(boxes)[0] if rank(boxes) == 2 else fresh('boxes')
    parts = list(boxes)
    sizes = [dims(x)[0] if is_tensor(x) and rank(x) == 2 else fresh('boxes') for x in parts]
    return sum(sizes)


def _cut(input, boxes, output_size, channels=None):
    d = dims(input) if is_tensor(input) else None
    if d is None or len(d) != 4:
        return unknown_tensor('what boxes cut out')
    h, w = output_size if isinstance(output_size, (tuple, list)) else (output_size, output_size)
    return tensor((_rows(boxes), d[1] if channels is None else channels, h, w), dtype_of(input), input)


def roi_align(input, boxes, output_size, spatial_scale=1.0, sampling_ratio=-1, aligned=False): return _cut(input, boxes, output_size)
def roi_pool(input, boxes, output_size, spatial_scale=1.0): return _cut(input, boxes, output_size)


class RoIAlign(torch.nn.Module):
    def __init__(self, output_size, spatial_scale=1.0, sampling_ratio=-1, aligned=False):
        self.output_size = output_size

    def forward(self, input, rois): return _cut(input, rois, self.output_size)


class RoIPool(RoIAlign):
    def __init__(self, output_size, spatial_scale=1.0):
        self.output_size = output_size


def sigmoid_focal_loss(inputs, targets, alpha=0.25, gamma=2, reduction='none'):
    loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs, targets, reduction='none')
    return loss.mean() if reduction == 'mean' else loss.sum() if reduction == 'sum' else loss
