import { expect, test as base } from '@playwright/test';

interface Watch {
  /** Console messages that a test provokes on purpose. */
  readonly allowedMessages: readonly RegExp[];
  /** Fails the test on a console error or warning, an uncaught error, or a request to another origin. */
  readonly watch: void;
}

/** The `test` of every browser test: it also watches what the page says and whom it calls. */
export const test = base.extend<Watch>({
  allowedMessages: [[], { option: true }],
  watch: [
    async ({ context, baseURL, allowedMessages }, use) => {
      const origin = new URL(baseURL ?? '').origin;
      const faults: string[] = [];
      const note = (fault: string) => {
        // said where playwright.config.ts forbids what offline.spec.ts tests
        if (fault.includes('Service Worker registration blocked by Playwright')) return;
        if (!allowedMessages.some((pattern) => pattern.test(fault))) faults.push(fault);
      };
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) note(`console ${message.type()}: ${message.text()}`);
      });
      context.on('weberror', (error) => note(`uncaught: ${String(error.error())}`));
      context.on('requestfailed', (request) => {
        const why = request.failure()?.errorText ?? '';
        // a page that is left while the browser still fetches for it: nobody waits for the answer
        if (why === 'net::ERR_ABORTED') return;
        note(`failed: ${request.url()}: ${why}`);
      });
      context.on('request', (request) => {
        const url = new URL(request.url());
        if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) note(`foreign origin: ${url.href}`);
      });
      await use();
      expect(faults, 'what the page complained about').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
