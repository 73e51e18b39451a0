import base from './playwright.config.ts';
export default { ...base, outputDir: '/tmp/q/results', workers: 1, webServer: { ...base.webServer, command: `npx vite preview --outDir /tmp/q/dist --host 127.0.0.1 --port ${process.env['E2E_PORT']} --strictPort` } };
