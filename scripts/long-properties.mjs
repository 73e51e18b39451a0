// npm run properties: 100,000 random lines over the bundled machines, every invariant after every line.
//   npm run properties -- [LINES [SEED [MACHINE]]]
import { spawn } from 'node:child_process';
import { root } from './root.mjs';

const child = spawn('npx', ['tsx', 'src/cli/properties.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
