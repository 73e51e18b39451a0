/**
 * Makes one HTML file of a build, for the memory stick: scripts, worker, styles, fonts and machines lie in it, and its
 * policy allows no network at all.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { singlePolicy } from './policy.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A script's text as it may stand in HTML: nothing in it may end the element or open a comment. */
export const inScript = (code: string): string =>
  code.replaceAll(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '\\x3C!--');

/** JSON as it may stand in HTML; it stays the same JSON. */
export const inJson = (json: string): string => json.replaceAll('<', '\\u003c');

const MIME: Readonly<Record<string, string>> = { woff2: 'font/woff2', svg: 'image/svg+xml', png: 'image/png' };

/** A file of public as a data: address. */
function dataOf(folder: string, file: string): string {
  const type = MIME[file.split('.').at(-1) ?? ''];
  if (type === undefined) throw new Error(`${file}: what kind of file is this?`);
  return `data:${type};base64,${readFileSync(join(folder, file)).toString('base64')}`;
}

/** Puts the parts of a page into its HTML. `folder`: public. */
export function singleHtml(
  html: string,
  parts: { readonly script: string; readonly styles: string },
  folder: string,
): string {
  const styles = parts.styles.replaceAll(
    /url\((['"]?)\.{0,2}\/((?:fonts|icons)\/[^'")]+)\1\)/g,
    (_, _quote, file: string) => {
      return `url(${dataOf(folder, file)})`;
    },
  );
  const pressable = readFileSync(join(folder, 'pressable.css'), 'utf8');
  const script = inScript(parts.script);
  const machines = readdirSync(join(folder, 'machines')).map(
    (file) =>
      `<script type="application/json" id="machines/${file}">${inJson(readFileSync(join(folder, 'machines', file), 'utf8'))}</script>`,
  );
  const policy = singlePolicy([hashOf(script)], [hashOf(styles), hashOf(pressable)]);
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    `<link rel="icon" type="image/svg+xml" href="${dataOf(folder, 'icons/atlas.svg')}" />`,
    `<style id="react-aria-pressable-style">${pressable}</style>`,
    `<style>${styles}</style>`,
  ];
  return html
    .replaceAll(/\s*<(?:link|meta http-equiv)[^>]*>/g, '')
    .replaceAll(/\s*<script[^>]*><\/script>/g, '')
    .replaceAll(/\s*<!--[\s\S]*?-->/g, '')
    .replace(/(<meta charset[^>]*>)/, (charset) => `${charset}\n    ${head.join('\n    ')}`)
    .replace('</body>', () => `  ${machines.join('\n    ')}\n    <script type="module">${script}</script>\n  </body>`);
}

/** The plugin: of the bundle nothing stays but the one file, `name`. */
export const singleFile = (name: string): Plugin => ({
  name: 'single-file',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const text = (source: string | Uint8Array): string =>
        typeof source === 'string' ? source : new TextDecoder().decode(source);
      const files = Object.values(bundle);
      const chunks = files.flatMap((f) => (f.type === 'chunk' ? [f.code] : []));
      const [script] = chunks;
      if (script === undefined || chunks.length > 1) throw new Error(`one script was expected, not ${chunks.length}`);
      const assets = (ending: string): string[] =>
        files.flatMap((f) => (f.type === 'asset' && f.fileName.endsWith(ending) ? [text(f.source)] : []));
      const [html = ''] = assets('.html');
      for (const { fileName } of files) delete bundle[fileName];
      this.emitFile({
        type: 'asset',
        fileName: name,
        source: singleHtml(html, { script, styles: assets('.css').join('\n') }, this.environment.config.publicDir),
      });
    },
  },
});
