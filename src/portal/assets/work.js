import { solveChallenge } from './altcha/pow.js';

/** Where a refusal asks for work in place of a wait, the browser does it while the form is filled in again. */
const note = document.querySelector('[data-work]');
if (note && window.crypto?.subtle) await work();

async function work() {
  note.hidden = false;
  const challenge = JSON.parse(note.dataset.work);
  const solution = await solveChallenge({ challenge, deriveKey });
  document.getElementById('proof-of-work').value = base64url(JSON.stringify({ challenge, solution }));
  note.textContent = note.dataset.done;
}

/** The step of `PBKDF2/SHA-256`. */
async function deriveKey({ cost, keyLength }, salt, password) {
  const { subtle } = window.crypto;
  const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const figures = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: cost };
  return { derivedKey: new Uint8Array(await subtle.deriveBits(figures, key, keyLength * 8)) };
}

/** `text` is ASCII. */
function base64url(text) {
  return window.btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
