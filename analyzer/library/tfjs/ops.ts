// All functions that work on tensors, in one place.
export * from 'tfjs/make';
export * from 'tfjs/elementwise';
export * from 'tfjs/reduce';
export * from 'tfjs/shapes';
export * from 'tfjs/matrix';
export * from 'tfjs/images';
