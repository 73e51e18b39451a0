import type { Plugin } from 'vite';

/**
 * Says of what d3-interpolate makes while it is loaded that it may be left out: of all of d3 the page uses one function,
 * and none of the colours (10 kB) that the rest of the module asks for.
 */
export const pureD3: Plugin = {
  name: 'pure-d3',
  transform: (code, id) =>
    id.includes('/d3-interpolate/')
      ? { code: code.replaceAll(/^(var \w+ = )(?=\(function\b|\w+\()/gm, '$1/* @__PURE__ */ '), map: null }
      : undefined,
};
