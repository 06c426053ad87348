'use strict';

/** Shortest fragment that is taken for a token; those of the page's own fields are shorter. */
const leastTokenLength = 20;

const tokenField = document.getElementById('activation-code');
if (tokenField) {
  takeTokenFromAddress();
  window.addEventListener('hashchange', takeTokenFromAddress);
  tokenField.addEventListener('input', () => keep(tokenField.value));
  carryTokenToOtherLanguage();
}
offerToReveal();
offerToCopy();

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
