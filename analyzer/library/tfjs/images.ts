// Images and sequences. Channels come last here; the operators want them behind the batch, so the model transposes
// on the way in and out. What does not fit is said in the user's own order of axes.
import { dims, dtype_of, fresh, must, op, rank, tensor, unknown_tensor } from 'dimwright';
import { FLOAT, INT, asTensor, floating, hasRank, isLost, like, pairOf } from 'tfjs/support';

const lost = (why) => unknown_tensor(why, FLOAT);

/** Runs on a batch in the operators' order; one image without a batch axis gets one for the time of the call. */
function channelsFirst(x, spatial, dataFormat, run) {
  const t = floating(asTensor(x));
  const r = rank(t);
  if (r === null) return lost('an image of unknown rank');
  if (!must('Image/rank', r === spatial + 1 || r === spatial + 2, { axes: spatial + 2, rank: r, x: t })) return lost('a mistake before');
  const batch = r === spatial + 1 ? op.Unsqueeze(t, { axes: [0] }) : t;
  const first = dataFormat === 'NCHW' || dataFormat === 'channelsFirst';
  const axes = Array.from({ length: spatial }, (_, i) => i);
  const inside = first ? batch : op.Transpose(batch, { perm: [0, spatial + 1, ...axes.map((i) => i + 1)] });
  const result = run(inside);
  const outside = first ? result : op.Transpose(result, { perm: [0, ...axes.map((i) => i + 2), 1] });
  return r === spatial + 1 ? op.Squeeze(outside, { axes: [0] }) : outside;
}

/** 'same', 'valid', one number, or [before, after] for each axis of the image (batch and channels included). */
function padsOf(pad, spatial) {
  if (pad === undefined || pad === null) return 'valid';
  if (!Array.isArray(pad)) return pad;
  const inner = pad.length === spatial + 2 ? pad.slice(1, spatial + 1) : pad;
  return [...inner.map(([before]) => before), ...inner.map(([, after]) => after)];
}

function convolve(x, filter, strides, pad, dataFormat, dilations, spatial) {
  const w = floating(asTensor(filter));
  const t = floating(asTensor(x));
  const [d, f] = [dims(t), dims(w)];
  if (f === null || isLost(strides) || isLost(pad)) return lost('a convolution');
  if (!hasRank(w, spatial + 2, 'the filter of a convolution')) return lost('a mistake before');
  if (d !== null && d.length > spatial) {
    const c = dataFormat === 'NCHW' || dataFormat === 'channelsFirst' ? d[d.length - spatial - 1] : d[d.length - 1];
    if (!must('Conv/channels', c === f[spatial], { c, i: f[spatial], group: 1, x: t, filter: w })) return lost('a mistake before');
  }
  const axes = Array.from({ length: spatial }, (_, i) => i);
  const weight = op.Transpose(w, { perm: [spatial + 1, spatial, ...axes] });
  return channelsFirst(t, spatial, dataFormat, (inside) => op.Conv(inside, weight, null, { strides: pairOf(strides, spatial), pads: padsOf(pad, spatial), dilations: pairOf(dilations ?? 1, spatial) }));
}

export const conv1d = (x, filter, stride, pad, dataFormat = 'NWC', dilation = 1) => convolve(x, filter, stride, pad, 'NHWC', dilation, 1);
export const conv2d = (x, filter, strides, pad, dataFormat = 'NHWC', dilations = 1) => convolve(x, filter, strides, pad, dataFormat, dilations, 2);
export const conv3d = (x, filter, strides, pad, dataFormat = 'NDHWC', dilations = 1) => convolve(x, filter, strides, pad, 'NHWC', dilations, 3);

/** [height, width, channels, multiplier]: each channel on its own. */
export function depthwiseConv2d(x, filter, strides, pad, dataFormat = 'NHWC', dilations = 1) {
  const w = floating(asTensor(filter));
  const f = dims(w);
  if (f === null || isLost(strides) || isLost(pad)) return lost('a convolution');
  if (!hasRank(w, 4, 'the filter of a convolution')) return lost('a mistake before');
  const weight = tensor([f[2] * f[3], 1, f[0], f[1]], FLOAT);
  return channelsFirst(x, 2, dataFormat, (inside) => op.Conv(inside, weight, null, { strides: pairOf(strides, 2), pads: padsOf(pad, 2), dilations: pairOf(dilations ?? 1, 2), group: f[2] }));
}

export const separableConv2d = (x, depthwise, pointwise, strides, pad, dilations = 1) => conv2d(depthwiseConv2d(x, depthwise, strides, pad, 'NHWC', dilations), pointwise, 1, 'valid');

/** The result's shape is given; the filter is [height, width, out, in]. */
export function conv2dTranspose(x, filter, outputShape, strides, pad) {
  const [t, w] = [floating(asTensor(x)), floating(asTensor(filter))];
  const [d, f] = [dims(t), dims(w)];
  if (d !== null && f !== null && f.length === 4) must('ConvTranspose/channels', d[d.length - 1] === f[3], { c: d[d.length - 1], w: f[3], x: t, filter: w });
  return isLost(outputShape) ? lost('a transposed convolution') : tensor(outputShape, FLOAT);
}

function pooled(name, x, size, strides, pad, spatial, dataFormat = 'NHWC', extra = {}) {
  if (isLost(size) || isLost(strides) || isLost(pad)) return lost('a pooling');
  return channelsFirst(x, spatial, dataFormat, (inside) => op[name](inside, { kernel_shape: pairOf(size, spatial), strides: pairOf(strides ?? size, spatial), pads: padsOf(pad, spatial), ...extra }));
}

export const maxPool = (x, size, strides, pad) => pooled('MaxPool', x, size, strides, pad, 2);
export const avgPool = (x, size, strides, pad) => pooled('AveragePool', x, size, strides, pad, 2);
export const maxPool3d = (x, size, strides, pad) => pooled('MaxPool', x, size, strides, pad, 3);
export const avgPool3d = (x, size, strides, pad) => pooled('AveragePool', x, size, strides, pad, 3);
export const pool = (x, size, type, pad, dilations, strides) => pooled(type === 'max' ? 'MaxPool' : 'AveragePool', x, size, strides ?? 1, pad, 2);
export { pooled };

/** Statistics have one entry for each channel, or the shape of the input. */
export function batchNorm(x, mean, variance, offset, scale) {
  const t = floating(asTensor(x));
  const d = dims(t);
  if (d === null) return lost('a tensor of unknown rank');
  const c = d[d.length - 1];
  for (const one of [mean, variance, offset, scale]) {
    if (one === undefined || one === null) continue;
    const s = dims(asTensor(one));
    if (s !== null && s.length === 1) must('BatchNormalization/scale', s[0] === c, { c, s: s[0], x: t });
  }
  return like(t);
}
export const batchNorm2d = batchNorm;
export const batchNorm3d = batchNorm;
export const batchNorm4d = batchNorm;
export const localResponseNormalization = (x) => like(floating(asTensor(x)));

function resize(images, size) {
  const t = asTensor(images);
  const d = dims(t);
  if (d === null || isLost(size)) return lost('a resized image');
  if (!must('Image/rank', d.length === 3 || d.length === 4, { axes: 4, rank: d.length, x: t })) return lost('a mistake before');
  return tensor([...d.slice(0, -3), size[0], size[1], d[d.length - 1]], FLOAT);
}

export const image = {
  resizeBilinear: resize,
  resizeNearestNeighbor: resize,
  flipLeftRight: (x) => like(asTensor(x)),
  rotateWithOffset: (x) => like(asTensor(x)),
  grayscaleToRGB: (x) => {
    const d = dims(x);
    return d === null ? lost('an image') : tensor([...d.slice(0, -1), 3], dtype_of(x));
  },
  cropAndResize: (x, boxes, indices, size) => {
    const [d, b] = [dims(x), dims(asTensor(boxes))];
    return d === null || b === null ? lost('cropped images') : tensor([b[0], size[0], size[1], d[3]], FLOAT);
  },
};

export const browser = {
  fromPixels: (pixels, channels = 3) => tensor([fresh('height', 1), fresh('width', 1), channels], INT),
  fromPixelsAsync: (pixels, channels = 3) => tensor([fresh('height', 1), fresh('width', 1), channels], INT),
  toPixels: (x) => new Uint8ClampedArray(fresh('pixels')),
};

const decoded = (contents, channels = 3) => tensor([fresh('height', 1), fresh('width', 1), channels], INT);
export const node = { decodeImage: decoded, decodeJpeg: decoded, decodePng: decoded, decodeBmp: decoded };
