import { mkdirSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { generateCase } from '../../fuzzer/generate.ts';
import { encodeModel } from '../../runtime/onnx/encode.ts';
import { exportModel } from '../../runtime/onnx/export.ts';
import { onnxTensor } from '../../runtime/onnx/values.ts';
import { writeTensorFile } from '../../runtime/onnx/tensor-file.ts';
it('x', () => {
  for (let i = 0; i < 1200; i++) {
    const c = generateCase(5, i, { nodes: 4 });
    const e = exportModel(c.graph);
    const d = `/tmp/exp/${i}`; mkdirSync(d, { recursive: true });
    if (!e.ok) { console.log(i, e.reason); continue; }
    writeFileSync(`${d}/model.onnx`, encodeModel(e.model));
    e.inputNames.forEach((n, k) => writeFileSync(`${d}/input_${k}.pb`, writeTensorFile(onnxTensor(n, c.inputs[k]!))));
    e.outputNames.forEach((n, k) => { const t = c.values[c.graph.outputs[k]!]!; writeFileSync(`${d}/output_${k}.pb`, writeTensorFile(onnxTensor(n, t)));
      writeFileSync(`${d}/error_${k}.pb`, writeTensorFile(onnxTensor(n, { dtype: 'float64', shape: t.shape, data: t.errors ?? new Float64Array(t.data.length) }))); });
  }
}, 300000);
