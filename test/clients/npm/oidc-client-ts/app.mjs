/** Serves the page, bundled, with its settings. */
import { build } from 'esbuild';
import express from 'express';
import { fileURLToPath } from 'node:url';

const { ISSUER, CLIENT_ID, SCOPE, PORT, DPOP, USERINFO } = process.env;
const settings = { authority: ISSUER, client_id: CLIENT_ID, scope: SCOPE };
if (USERINFO) settings.loadUserInfo = true;
const bundle = await build({
  entryPoints: [fileURLToPath(new URL('page.mjs', import.meta.url))],
  bundle: true,
  format: 'esm',
  write: false,
  define: { SETTINGS: JSON.stringify(settings), DPOP: String(DPOP === 'true') },
});

const app = express();
app.get('/page.js', (request, response) => response.type('js').send(bundle.outputFiles[0].text));
app.use((request, response) =>
  response.type('html').send('<!doctype html><script src="/page.js" type="module"></script>'),
);
app.listen(PORT, '127.0.0.1', () => console.log('listening'));
