/**
 * Has src/store/early.ts run as soon as it is there, before the page's other scripts: it becomes a script of its own that
 * the start page names. Those import it, too, so it runs once.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const source = fileURLToPath(new URL('../src/store/early.ts', import.meta.url));

/** It and what it imports are a file of their own, or it would have to wait for the others. */
export const earlyGroup = { name: 'early', test: /[\\/]src[\\/]store[\\/]early\.ts$/, priority: 1 } as const;

/** The plugin. */
export const earlyScript: Plugin = {
  name: 'early-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunk = Object.values(bundle ?? {}).find((f) => f.type === 'chunk' && f.moduleIds.includes(source));
      if (chunk?.type !== 'chunk') throw new Error('the early script was not built');
      if (chunk.imports.length > 0) throw new Error(`the early script waits for ${chunk.imports.join(', ')}`);
      const script = `<script type="module" async crossorigin src="./${chunk.fileName}"></script>`;
      // below the policy, which it is to obey, above all else that is fetched
      return html.replace('<link', `${script}\n    <link`);
    },
  },
};
