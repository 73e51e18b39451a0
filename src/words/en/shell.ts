/** What the guest shell says that no shell of a real guest does. */

export const stoppedAfterCommands = (limit: number): string => `stopped after ${limit} commands`;
export const stoppedAfterNumbers = (limit: number): string => `stopped after ${limit} numbers`;
export const nestedTooDeeply = 'nested too deeply';
export const waitsForJobs = 'waits for its background jobs';
export const job = 'shell job';

// help
export const language = (syntax: string): string => `The language: ${syntax}`;
/** What each command does. `holdKinds`: of memory, as `hold` takes them. */
export const commands = (holdKinds: string): Readonly<Record<string, string>> => ({
  ':': 'succeed',
  '[': 'check a condition',
  cat: 'print files',
  cd: 'change the directory for the rest of the line',
  chmem: 'set memory online or offline',
  cxl: 'show CXL expanders; assemble regions over them (unverified)',
  daxctl: 'show dax devices; make them system-ram or devdax',
  dmesg: 'print the kernel log',
  drop: 'give back what hold took',
  echo: 'print words',
  false: 'fail',
  grep: 'print matching lines',
  head: 'print the first lines',
  help: 'this text',
  history: 'list the lines of this session',
  hold: `take memory and keep it: ${holdKinds}`,
  ls: 'list directories',
  lsmem: 'list ranges of memory',
  ndctl: 'show persistent memory; make and destroy namespaces',
  printf: 'print words in a form',
  pwd: 'print the directory',
  seq: 'print numbers',
  sleep: 'returns at once: nothing moves here but by lines',
  sort: 'sort lines',
  tail: 'print the last lines',
  tee: 'write input to files and print it',
  test: 'check a condition',
  true: 'succeed',
  uname: 'print the kernel release',
  uniq: 'drop repeated lines',
  wc: 'count lines, words, bytes',
});
