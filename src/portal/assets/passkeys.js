'use strict';

/** Well before a challenge is over, another one takes its place. */
const renewedAfterMs = 4 * 60_000;

const canAsk = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';
const canCreate = typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === 'function';

if (canAsk) for (const form of onOwnPages('form[data-asks]')) offerToAsk(form);
if (canCreate) for (const form of onOwnPages('form[data-creates]')) offerToCreate(form);
if (canCreate) for (const note of onOwnPages('[data-offers-passkey]')) void offerWhereItWorks(note);

/** What a page of the passkeys' own domain offers; another one would be refused by the browser. */
function onOwnPages(selector) {
  const { hostname } = window.location;
  const isOwn = (domain) => hostname === domain || hostname.endsWith(`.${domain}`);
  return [...document.querySelectorAll(selector)].filter(({ dataset }) => isOwn(dataset.domain));
}

/** By the button; and by the browser's autofill, where the form says so and the browser can. */
function offerToAsk(form) {
  let waiting = new window.AbortController();
  const ask = async (mediation) => {
    waiting.abort();
    waiting = new window.AbortController();
    const { signal } = waiting;
    const options = await optionsFrom(form.dataset.asks, { method: 'GET' });
    const publicKey = window.PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const request = { publicKey, mediation, signal };
    return window.navigator.credentials.get(mediation === 'conditional' ? request : { publicKey, signal });
  };
  const autofill = async () => {
    if (!('autofills' in form.dataset)) return;
    if (!(await window.PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const renewal = window.setTimeout(autofill, renewedAfterMs);
    try {
      send(form, await ask('conditional'));
    } catch {
      // Nobody chose one, or the button was pressed, or another challenge took this one's place.
    } finally {
      window.clearTimeout(renewal);
    }
  };
  offer(form, async () => {
    try {
      send(form, await ask('optional'));
    } catch (error) {
      void autofill();
      throw error;
    }
  });
  void autofill();
}

function offerToCreate(form) {
  offer(form, async () => {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': window.crypto.randomUUID() };
    const options = await optionsFrom(form.dataset.creates, { method: 'POST', headers, body: '{}' });
    const publicKey = window.PublicKeyCredential.parseCreationOptionsFromJSON(options);
    send(form, await window.navigator.credentials.create({ publicKey }));
  });
}

/** Shows what is of no use without this script, and takes away what stands for it. */
function offer(form, work) {
  const [button, failed] = [form.querySelector('[data-works]'), form.querySelector('[data-failed]')];
  form.hidden = false;
  for (const other of document.querySelectorAll('[data-without-passkeys]')) other.hidden = true;
  const press = async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    try {
      await work();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  };
  form.addEventListener('submit', press);
}

async function offerWhereItWorks(element) {
  element.hidden = !(await window.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
}

async function optionsFrom(address, request) {
  const answer = await window.fetch(address, { ...request, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** Sends the answer as the form's own: no event, so that it is not asked for again. */
function send(form, credential) {
  form.querySelector('[name="credential"]').value = JSON.stringify(credential.toJSON());
  form.submit();
}
