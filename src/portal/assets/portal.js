'use strict';

/** Shortest fragment that is taken for a token; those of the page's own fields are shorter. */
const leastTokenLength = 20;
const hour = 3_600_000;
/** Presses nearer than this are one; later ones are for when no answer comes. */
const doublePressMs = 2_000;

const tokenField = document.getElementById('activation-code');
if (tokenField) {
  takeTokenFromAddress();
  window.addEventListener('hashchange', takeTokenFromAddress);
  tokenField.addEventListener('input', () => keep(tokenField.value));
  carryTokenToOtherLanguage();
}
offerToReveal();
measureLength();
offerToCopy();
countDown();
openInTime();
reloadInTime();
keepAnswerAsVisit();
forgetWhatIsDone();
takeDoublePressAsOne();

/** The link of the mail ends in `#<token>`: it moves into the field and out of the address bar. A reload finds it again. */
function takeTokenFromAddress() {
  const fragment = window.location.hash.slice(1);
  if (fragment.length >= leastTokenLength) keep(fragment);
  const kept = window.history.state?.token;
  if (typeof kept === 'string' && tokenField.value === '') tokenField.value = kept;
  if (fragment.length >= leastTokenLength) tokenField.value = fragment;
}

function keep(token) {
  const { pathname, search } = window.location;
  window.history.replaceState({ token }, '', pathname + search);
}

function carryTokenToOtherLanguage() {
  const link = document.getElementById('other-language');
  link.addEventListener('click', () => {
    link.hash = tokenField.value.trim();
  });
}

function offerToReveal() {
  for (const button of document.querySelectorAll('[data-reveals]')) {
    const field = document.getElementById(button.dataset.reveals);
    const show = button.textContent;
    button.hidden = false;
    button.addEventListener('click', () => {
      const isHidden = field.type === 'password';
      field.type = isHidden ? 'text' : 'password';
      button.textContent = isHidden ? button.dataset.hide : show;
    });
    field.form.addEventListener('submit', () => {
      field.type = 'password';
    });
  }
}

/** Length is what counts: the meter fills up to a third above the least that is asked for. Told only where it changes. */
function measureLength() {
  for (const note of document.querySelectorAll('[data-measures]')) {
    const field = document.getElementById(note.dataset.measures);
    const least = Number(note.dataset.least);
    const good = Math.ceil((least * 4) / 3);
    const [meter, told] = note.children;
    Object.assign(meter, { max: good, low: least, high: good - 1, optimum: good });
    field.addEventListener('input', () => {
      const length = [...field.value.normalize('NFC')].length;
      const { short, enough, good: fine } = note.dataset;
      const longEnough = length < good ? enough : fine;
      const words = length < least ? short : longEnough;
      note.hidden = length === 0;
      meter.value = length;
      if (told.textContent !== words) told.textContent = words;
    });
  }
}

function offerToCopy() {
  if (!window.navigator.clipboard) return;
  for (const button of document.querySelectorAll('[data-copies]')) {
    const text = document.getElementById(button.dataset.copies).textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await window.navigator.clipboard.writeText(text);
      document.getElementById('copy-status').textContent = button.dataset.copied;
    });
  }
}

/** Shows the time that is left, where it is less than an hour, each second; read out it would be noise. */
function countDown() {
  for (const note of document.querySelectorAll('[data-counts-to]')) {
    const end = Date.parse(note.dataset.countsTo);
    const shown = note.querySelector('strong');
    const tell = () => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1_000));
      shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      if (left > 0) window.setTimeout(tell, 1_000);
    };
    note.hidden = !(end - Date.now() < hour);
    note.setAttribute('aria-hidden', 'true');
    if (!note.hidden) tell();
  }
}

/** A button that asks too early would be refused: it waits for its moment, where scripts run. */
function openInTime() {
  for (const button of document.querySelectorAll('[data-opens-at]')) {
    const wait = Date.parse(button.dataset.opensAt) - Date.now();
    if (!(wait > 0)) continue;
    button.setAttribute('aria-disabled', 'true');
    const early = (event) => event.preventDefault();
    button.addEventListener('click', early);
    window.setTimeout(() => {
      button.removeAttribute('aria-disabled');
      button.removeEventListener('click', early);
    }, wait);
  }
}

/** A flow that is being looked at goes on by itself. */
function reloadInTime() {
  const link = document.querySelector('[data-reloads-after]');
  if (link) window.setTimeout(() => window.location.reload(), Number(link.dataset.reloadsAfter));
}

/**
 * The answer to a form stays in the history as a visit of its page, so that going back to it sends nothing again; the fields as the
 * answer filled them in, which are never passwords or codes, are filled in once more then.
 */
function keepAnswerAsVisit() {
  const main = document.querySelector('main');
  const fields = main.querySelectorAll('form [name]:not([type="hidden"], [type="password"])');
  if ('answers' in main.dataset) {
    const typed = {};
    for (const { type, name, value, checked } of fields) if (type !== 'radio' || checked) typed[name] = value;
    window.history.replaceState({ ...window.history.state, typed }, '');
    return;
  }
  for (const field of fields) {
    const value = window.history.state?.typed?.[field.name];
    if (value === undefined) continue;
    if (field.type === 'radio') field.checked = field.value === value;
    else if (field.value === '') field.value = value;
  }
}

/** What the page before has done is told once: a reload does not tell it again. */
function forgetWhatIsDone() {
  const address = new window.URL(window.location.href);
  if (!address.searchParams.has('done')) return;
  address.searchParams.delete('done');
  window.history.replaceState(window.history.state, '', address);
}

/** The second one would take the answer to the first away, and with it the cookies that came along. */
function takeDoublePressAsOne() {
  for (const form of document.querySelectorAll('form[method="post"]')) {
    let pressedAt = -doublePressMs;
    form.addEventListener('submit', (event) => {
      const now = window.performance.now();
      if (now - pressedAt < doublePressMs) event.preventDefault();
      else pressedAt = now;
    });
  }
}
