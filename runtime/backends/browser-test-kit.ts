// Headless Chromium for tests, on pages of our own server: options in, a browser out or why there is none.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Page {
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  close(): Promise<void>;
}

/** What we use of puppeteer-core; its own types want those of browsers. */
export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export async function startBrowser(flags: readonly string[]): Promise<Browser | { readonly missing: string }> {
  try {
    const chromium = 'chromium', puppeteer = 'puppeteer-core';
    const { default: { executablePath } } = (await import(`@sparticuz/${chromium}`)) as { default: { executablePath(): Promise<string> } };
    const { launch } = (await import(puppeteer)) as { launch(options: object): Promise<Browser> };
    return await launch({ executablePath: await executablePath(), headless: 'shell', args: ['--no-sandbox', ...flags] });
  } catch (error) {
    return { missing: `no Chromium starts here: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` };
  }
}

export interface Answer {
  readonly type: 'text/html' | 'text/javascript';
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Localhost counts as a secure place. `answer` may throw where there is nothing. */
export async function servePages(answer: (path: string) => Answer): Promise<{ readonly origin: string; close(): void }> {
  const server = createServer((request, response) => {
    try {
      const { type, body, headers = {} } = answer(request.url ?? '/');
      response.writeHead(200, { 'content-type': type, ...headers });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, 'localhost', resolve); });
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => { server.close(); } };
}
