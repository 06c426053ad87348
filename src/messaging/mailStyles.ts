const sans = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "font-family:Consolas,Menlo,'Courier New',monospace";

/** Colours on a light ground; each text stands out from its ground by 4.5:1 at least (WCAG 2.2, 1.4.3). */
export const lightColours = {
  page: '#f3f1ee',
  card: '#ffffff',
  line: '#e4dfd9',
  ink: '#22201d',
  soft: '#5f5a53',
  link: '#b34700',
  box: '#f8f5f1',
  accent: '#ff6a00',
  onAccent: '#1d1000',
} as const;

/** The same on a dark ground, for clients that follow `prefers-color-scheme`. */
export const darkColours = {
  page: '#131211',
  card: '#1e1c1a',
  line: '#3a3632',
  ink: '#f2efeb',
  soft: '#b9b2a9',
  link: '#ff9950',
  box: '#2a2724',
} as const;

const { page, card, line, ink, soft, link, box, accent, onAccent } = lightColours;
const paragraph = 'margin:0 0 18px 0;overflow-wrap:break-word';
const boxed = `background-color:${box};border:1px solid ${line};border-radius:8px;padding:14px 16px;color:${ink}`;

/** Inline styles of the mails' parts: many clients drop style sheets. */
export const mailStyles = {
  dark: darkColours,
  accent,
  page: `margin:0;padding:24px 12px;background-color:${page};-webkit-text-size-adjust:100%`,
  preheader: 'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;font-size:1px',
  card: `max-width:600px;margin:0 auto;background-color:${card};border:1px solid ${line};border-top:5px solid ${accent};border-radius:10px;border-collapse:separate;${sans}`,
  header: `padding:26px 36px 0 36px;${sans};font-size:20px;line-height:26px`,
  wordmark: `font-weight:800;letter-spacing:-0.3px;color:${ink}`,
  wordmarkAccent: `font-weight:600;letter-spacing:-0.3px;color:${link}`,
  body: `padding:22px 36px 10px 36px;${sans};font-size:16px;line-height:25px;color:${ink}`,
  heading: `margin:0 0 20px 0;font-size:25px;line-height:32px;font-weight:700;letter-spacing:-0.3px;color:${ink}`,
  text: paragraph,
  strong: `color:${ink}`,
  reference: `color:${ink};${mono};white-space:nowrap`,
  link: `color:${link};text-decoration:underline;word-break:break-word`,
  action: 'margin:28px 0 28px 0',
  button: `display:inline-block;padding:15px 30px;border-radius:8px;background-color:${accent};color:${onAccent};font-size:17px;line-height:22px;font-weight:700;text-align:center;text-decoration:none`,
  token: `margin:0 0 22px 0;${boxed};${mono};font-size:15px;line-height:23px;word-break:break-all`,
  code: `margin:0 0 22px 0;${boxed};${mono};font-size:34px;line-height:44px;font-weight:700;letter-spacing:6px;text-indent:6px;text-align:center`,
  fact: `margin:0 0 22px 0;${boxed}`,
  footer: `padding:18px 36px 20px 36px;border-top:1px solid ${line};${sans};font-size:13px;line-height:20px;color:${soft}`,
  small: 'margin:0 0 10px 0',
} as const;
