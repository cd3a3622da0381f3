// The few parts of the WebGPU interface that we use, as Dawn in Node and browsers both offer it. The type library
// would declare them as globals for every file.

export interface Gpu {
  requestAdapter(options?: { readonly powerPreference?: 'high-performance'; readonly forceFallbackAdapter?: boolean }): Promise<Adapter | null>;
}

export interface Adapter {
  readonly info: AdapterInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: Limits;
  requestDevice(options: { readonly requiredFeatures: readonly string[]; readonly requiredLimits: Readonly<Record<string, number>> }): Promise<GpuDevice>;
}

export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly subgroupMaxSize?: number;
}

export interface Limits {
  readonly maxStorageBuffersPerShaderStage: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxBufferSize: number;
  readonly maxComputeWorkgroupsPerDimension: number;
}

export interface GpuDevice {
  readonly queue: Queue;
  readonly limits: Limits;
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  createBuffer(options: { readonly size: number; readonly usage: number; readonly label?: string }): GpuBuffer;
  createShaderModule(options: { readonly code: string }): ShaderModule;
  createComputePipelineAsync(options: { readonly layout: 'auto'; readonly compute: { readonly module: ShaderModule; readonly entryPoint: string } }): Promise<Pipeline>;
  createBindGroup(options: { readonly layout: object; readonly entries: readonly { readonly binding: number; readonly resource: { readonly buffer: GpuBuffer; readonly offset?: number; readonly size: number } }[] }): object;
  createCommandEncoder(): Encoder;
  createQuerySet(options: { readonly type: 'timestamp'; readonly count: number }): object;
  pushErrorScope(filter: 'validation' | 'out-of-memory' | 'internal'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  addEventListener(type: 'uncapturederror', hear: (event: { readonly error: { readonly message: string }; preventDefault?(): void }) => void): void;
  destroy(): void;
}

export interface ShaderModule {
  getCompilationInfo(): Promise<{ readonly messages: readonly { readonly type: string; readonly message: string; readonly lineNum: number }[] }>;
}

export interface Pipeline {
  getBindGroupLayout(index: number): object;
}

export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number, offset?: number, size?: number): Promise<void>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface Encoder {
  beginComputePass(options?: { readonly timestampWrites?: { readonly querySet: object; readonly beginningOfPassWriteIndex: number; readonly endOfPassWriteIndex: number } }): Pass;
  copyBufferToBuffer(from: GpuBuffer, fromAt: number, to: GpuBuffer, toAt: number, size: number): void;
  resolveQuerySet(set: object, first: number, count: number, to: GpuBuffer, at: number): void;
  finish(): object;
}

export interface Pass {
  setPipeline(pipeline: Pipeline): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y?: number, z?: number): void;
  end(): void;
}

export interface Queue {
  writeBuffer(buffer: GpuBuffer, at: number, data: ArrayBufferView): void;
  submit(commands: readonly object[]): void;
}

/** `GPUBufferUsage` and `GPUMapMode`; source: the WebGPU specification, 5.1.2 and 5.2. */
export const USAGE = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80, queryResolve: 0x200 } as const;
export const MAP_READ = 1;
