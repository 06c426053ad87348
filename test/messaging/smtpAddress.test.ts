import { readSmtpUrl } from '../../src/messaging/smtpChannel';

describe('the address of a mail server', () => {
  it('takes the submission ports where none is given', () => {
    expect(readSmtpUrl('smtp://mail.example')).toEqual({
      host: 'mail.example',
      port: 587,
      secure: false,
      requireTLS: false,
    });
    expect(readSmtpUrl('smtps://mail.example')).toMatchObject({ port: 465, secure: true });
  });

  it('demands encryption wherever a password would cross the network', () => {
    expect(readSmtpUrl('smtp://user:secret@mail.example:2525')).toMatchObject({
      port: 2525,
      requireTLS: true,
    });
    expect(readSmtpUrl('smtp://user:secret@127.0.0.1:1025')).toMatchObject({ requireTLS: false });
    expect(readSmtpUrl('smtp://user:secret@[::1]:1025')).toMatchObject({ host: '::1', requireTLS: false });
    expect(readSmtpUrl('smtp://user:secret@127.mail.example')).toMatchObject({ requireTLS: true });
  });

  it('leaves the last word to the option', () => {
    expect(readSmtpUrl('smtp://mail.example?requireTLS=true')).toMatchObject({ requireTLS: true });
    expect(readSmtpUrl('smtp://user:secret@mail.example?requireTLS=false')).toMatchObject({
      requireTLS: false,
    });
  });
});
