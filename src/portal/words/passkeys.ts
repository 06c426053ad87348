import type { Locale } from '../../../workflows/contracts/flow';

const it = {
  heading: 'Passkey',
  intro:
    'Con una passkey accedi con l’impronta, il volto o il PIN del tuo dispositivo, senza username e password. La password continua a valere.',
  signIn: 'Accedi con una passkey',
  stepUp: 'Conferma con una passkey',
  failed: 'La passkey non è stata usata: riprova, o usa la password.',
  without: 'Per aggiungere una passkey serve un browser che le usa.',
  suspended: 'sospesa',
  suspendedHint:
    'È sospesa perché la password è stata recuperata, o perché potrebbe essere stata copiata. Se è tua, confermala; altrimenti toglila.',
  keep: 'È mia: conferma',
  added: 'Aggiunta:',
  lastUsed: 'Ultimo uso:',
  rename: 'Cambia nome',
  renameButton: 'Cambia nome',
  remove: 'Togli la passkey',
  removeHint: 'Non farà più accedere. Toglila anche dal dispositivo.',
  removeButton: 'Togli',
  addHeading: 'Aggiungi una passkey',
  label: 'Nome della passkey',
  labelHint: 'Per riconoscerla, per esempio «Telefono di lavoro».',
  addButton: 'Aggiungi la passkey',
  offer: 'La prossima volta puoi accedere senza password:',
  offerLink: 'aggiungi una passkey',
};

const en: typeof it = {
  heading: 'Passkeys',
  intro:
    'With a passkey you sign in with the fingerprint, face or PIN of your device, without username and password. Your password still works.',
  signIn: 'Sign in with a passkey',
  stepUp: 'Confirm with a passkey',
  failed: 'The passkey was not used: try again, or use your password.',
  without: 'To add a passkey you need a browser that uses them.',
  suspended: 'suspended',
  suspendedHint:
    'It is suspended because the password was recovered, or because it may have been copied. If it is yours, keep it; if not, remove it.',
  keep: 'It is mine: keep',
  added: 'Added:',
  lastUsed: 'Last used:',
  rename: 'Rename',
  renameButton: 'Rename',
  remove: 'Remove the passkey',
  removeHint: 'It signs in no more. Remove it from the device, too.',
  removeButton: 'Remove',
  addHeading: 'Add a passkey',
  label: 'Name of the passkey',
  labelHint: 'To tell it from others, such as “Work phone”.',
  addButton: 'Add the passkey',
  offer: 'Next time you can sign in without a password:',
  offerLink: 'add a passkey',
};

/** The words of passkeys. */
export const passkeyTexts: Readonly<Record<Locale, typeof it>> = { it, en };
