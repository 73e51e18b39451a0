/** What a built page may load: itself and nothing else. */

const directives = (list: Readonly<Record<string, string>>): string =>
  Object.entries(list)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/** A page with its folder: no eval, no inline script, no foreign origin. */
export const FOLDER_POLICY = directives({
  'default-src': "'none'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
});

/** A page that is one file: the scripts and styles it carries, by their hashes, its worker, and no network at all. */
export const singlePolicy = (scripts: readonly string[], styles: readonly string[]): string =>
  directives({
    'default-src': "'none'",
    // the worker is started from a blob and inherits this policy; what it may run is only what the page gives it
    'script-src': [...scripts, 'blob:'].join(' '),
    'worker-src': 'blob:',
    'style-src': styles.join(' '),
    'img-src': 'data: blob:',
    'font-src': 'data:',
    'connect-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
  });
