import type { Locale } from '../../../workflows/contracts/flow';

export interface FaqEntry {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

const it: readonly FaqEntry[] = [
  {
    id: 'portale',
    question: 'Quale portale devo usare?',
    answer:
      'Se la tua azienda ha almeno un’offerta attiva del mondo Selfcare, usi questo portale; con altre offerte c’è Wind eCare. User Admin e Telco Manager delle grandi aziende usano WindeCare. La pagina «Qual è il mio portale» te lo dice partendo dal nome dell’offerta.',
  },
  {
    id: 'indirizzo',
    question: 'Da dove si apre?',
    answer:
      'Dal suo indirizzo, oppure dalla finestra di accesso del sito windtrebusiness.it: è la prima opzione.',
  },
  {
    id: 'chi',
    question: 'A chi serve questo portale?',
    answer:
      'Ai dipendenti di aziende piccole, medie e grandi, e agli User Admin e Telco Manager delle piccole e medie imprese.',
  },
  {
    id: 'accesso',
    question: 'Come accedo?',
    answer:
      'Con lo username e la password creati con la registrazione. I dipendenti, dalla rete mobile dell’operatore, possono anche usare «Accedi direttamente» (autologin): la linea viene riconosciuta da sola, anche da un computer collegato in hotspot al telefono.',
  },
  {
    id: 'user-admin',
    question: 'Come si crea lo User Admin?',
    answer:
      'Con «Registrazione – Crea uno User Admin». Servono la Partita IVA e i dati del Rappresentante Legale come nella proposta di contratto: nome, cognome, data di nascita, Codice Fiscale, email e cellulare. Se tutto corrisponde arriva un’email con un link: lo apri, attivi il profilo e crei la password. C’è un solo User Admin per Partita IVA. Se non trovi i dati, chiama il 1928.',
  },
  {
    id: 'poteri',
    question: 'Che cosa può fare lo User Admin?',
    answer: 'Consultare e gestire tutto ciò che riguarda la propria azienda, compresi i Telco Manager.',
  },
  {
    id: 'telco-manager',
    question: 'Che cosa fa un Telco Manager, e chi lo crea?',
    answer:
      'Lo User Admin ne crea quanti ne vuole, e può cancellarli. Il Telco Manager può consultare e gestire tutto ciò che riguarda l’azienda, tranne creare e gestire altri profili. Se dimentica la password, lo User Admin cancella e crea di nuovo il suo profilo.',
  },
  {
    id: 'dipendente',
    question: 'Come si registra un dipendente?',
    answer:
      'Con «Registrazione – Crea un account dipendente»: inserisci la linea mobile e un’email. Il codice di controllo arriva per SMS; con una SIM solo dati verifichiamo prima il PUK e il codice arriva per email. Dopo il codice crei la password. Le credenziali valgono sul portale e sull’App.',
  },
  {
    id: 'codice',
    question: 'Il codice di controllo non arriva. Che cosa faccio?',
    answer:
      'Attendi qualche minuto e guarda anche nella posta indesiderata. Poi usa «Invia di nuovo il codice», il link sottolineato in arancione. Se la SIM è in un router o in un tablet, scegli «SIM solo dati».',
  },
  {
    id: 'vecchie-credenziali',
    question: 'Posso usare le credenziali del vecchio portale?',
    answer: 'No: serve una nuova registrazione, per tutti i profili.',
  },
  {
    id: 'maiuscole',
    question: 'Maiuscole e minuscole contano?',
    answer: 'Sì, sia nello username sia nella password.',
  },
  {
    id: 'password',
    question: 'Non ricordo la password.',
    answer:
      'Inserisci lo username, o la linea mobile se sei un dipendente, in «Non ricordi la password»: arriva un codice di controllo per SMS o email, come nella registrazione, e poi crei una nuova password che annulla la precedente.',
  },
  {
    id: 'puk',
    question: 'Dove trovo PIN e PUK?',
    answer: 'Sulla card da cui hai staccato la SIM. Se non ce l’hai più, chiama il 1928.',
  },
  {
    id: 'due-sim',
    question: 'Ho due SIM: mi serve un altro account?',
    answer: 'No: con «Associa SIM» il tuo account ne ha fino a due.',
  },
  {
    id: 'cancellare',
    question: 'Come cancello il mio account?',
    answer:
      'Se sei un dipendente, apri «Account e Profilo» e scegli «Cancella account»; sull’App il menu è «Altro – Account e Profilo». Linee, offerte e contratti non cambiano; per tornare serve una nuova registrazione.',
  },
];

const en: readonly FaqEntry[] = [
  {
    id: 'portale',
    question: 'Which portal should I use?',
    answer:
      'If your company has at least one active Selfcare offer, use this portal; for other offers there is Wind eCare. User Admins and Telco Managers of large companies use WindeCare. The page “Which portal is mine” can tell you from the name of your offer.',
  },
  {
    id: 'indirizzo',
    question: 'Where do I find it?',
    answer:
      'At its own address, or in the sign-in window of windtrebusiness.it, where it is the first option.',
  },
  {
    id: 'chi',
    question: 'Who is this portal for?',
    answer:
      'Employees of small, medium and large companies, and User Admins and Telco Managers of small and medium ones.',
  },
  {
    id: 'accesso',
    question: 'How do I sign in?',
    answer:
      'With the username and password you created when you registered. On the operator’s mobile network, employees can also use “Sign in directly” (autologin): the line is recognised automatically, even from a computer tethered to the phone.',
  },
  {
    id: 'user-admin',
    question: 'How is the User Admin created?',
    answer:
      'With “Registration – Create a User Admin”. You need the VAT number and the legal representative’s details as in the contract proposal: name, surname, date of birth, tax code, e-mail and mobile number. If everything matches, you receive an e-mail with a link: open it, activate the profile and create the password. There is one User Admin for each VAT number. If you cannot find the details, call 1928.',
  },
  {
    id: 'poteri',
    question: 'What can the User Admin do?',
    answer: 'See and manage everything about the company, Telco Managers included.',
  },
  {
    id: 'telco-manager',
    question: 'What does a Telco Manager do, and who creates one?',
    answer:
      'The User Admin creates them, as many as needed, and deletes them. A Telco Manager can see and manage everything about the company, except creating and managing profiles. If a Telco Manager forgets the password, the User Admin deletes the profile and creates it again.',
  },
  {
    id: 'dipendente',
    question: 'How does an employee register?',
    answer:
      'With “Registration – Create an employee account”: enter the mobile line and an e-mail address. The control code arrives by text message; with a data-only SIM, we verify the PUK first and the code arrives by e-mail. After the code, you create the password. The credentials work on the portal and in the App.',
  },
  {
    id: 'codice',
    question: 'The control code has not arrived. What can I do?',
    answer:
      'Wait a few minutes and check your spam folder, too. Then use “Send the code again”, the link underlined in orange. If the SIM is in a router or tablet, choose “Data-only SIM”.',
  },
  {
    id: 'vecchie-credenziali',
    question: 'Can I use the credentials of the old portal?',
    answer: 'No: a new registration is needed, for every profile.',
  },
  {
    id: 'maiuscole',
    question: 'Do upper and lower case matter?',
    answer: 'Yes, in the username and in the password.',
  },
  {
    id: 'password',
    question: 'I forgot my password.',
    answer:
      'Enter the username, or the mobile line if you are an employee, under “Forgot your password”: a control code arrives by text message or e-mail, as it did when you registered, and then you create a new password, which replaces the old one.',
  },
  {
    id: 'puk',
    question: 'Where do I find my PIN and PUK?',
    answer: 'On the card that the SIM came in. If you no longer have it, call 1928.',
  },
  {
    id: 'due-sim',
    question: 'I have two SIMs: do I need another account?',
    answer: 'No: with “Add a SIM”, your account can have up to two.',
  },
  {
    id: 'cancellare',
    question: 'How do I delete my account?',
    answer:
      'If you are an employee, open “Account and profile” and choose “Delete account”; in the App the menu is “Other – Account and profile”. Lines, offers and contracts do not change; to come back, you will have to register again.',
  },
];

/** Questions and answers, true to the rules of the service. */
export const faqEntries: Readonly<Record<Locale, readonly FaqEntry[]>> = { it, en };
