import { describe, expect, test } from 'vitest';
import { signingOf, withoutEmpty } from '../../../scripts/package/signing.ts';

const azure = {
  AZURE_SIGNING_ENDPOINT: 'https://weu.example',
  AZURE_SIGNING_ACCOUNT: 'desk',
  AZURE_SIGNING_PROFILE: 'public',
  AZURE_SIGNING_PUBLISHER: 'Dueline GmbH',
  AZURE_TENANT_ID: 't',
  AZURE_CLIENT_ID: 'c',
  AZURE_CLIENT_SECRET: 's',
};
const notary = { APPLE_API_KEY: 'key text', APPLE_API_KEY_ID: 'K1', APPLE_API_ISSUER: 'i' };

describe('signing', () => {
  test('empty variables count as none', () => {
    expect(withoutEmpty({ CSC_LINK: '', CSC_NAME: undefined, PATH: '/bin' })).toEqual({ PATH: '/bin' });
  });

  test('on Windows: by the service, or a certificate, and then nothing unsigned comes out', () => {
    const byService = signingOf('win32', azure);
    expect(byService).toMatchObject({ ok: true, arguments: expect.arrayContaining(['-c.forceCodeSigning=true']) });
    expect(byService).toMatchObject({
      arguments: expect.arrayContaining([
        '-c.win.azureSignOptions.endpoint=https://weu.example',
        '-c.win.azureSignOptions.codeSigningAccountName=desk',
        '-c.win.azureSignOptions.certificateProfileName=public',
        '-c.win.azureSignOptions.publisherName=Dueline GmbH',
      ]),
    });
    expect(signingOf('win32', { WIN_CSC_LINK: 'x' })).toMatchObject({ arguments: ['-c.forceCodeSigning=true'] });
  });

  test('on Windows without anything: unsigned, and said', () => {
    expect(signingOf('win32', {})).toMatchObject({
      ok: true,
      arguments: [],
      message: expect.stringMatching(/^Not signed/),
    });
  });

  test.each(Object.keys(azure))('on Windows, what signs by the service is missed by name: %s', (name) => {
    expect(signingOf('win32', { ...azure, [name]: '' })).toEqual({
      ok: false,
      message: `To sign, ${name} must be set too.`,
    });
  });

  test('on macOS: signed and notarised, with the key as a file', () => {
    expect(signingOf('darwin', { CSC_LINK: 'x', ...notary })).toMatchObject({
      ok: true,
      arguments: ['-c.forceCodeSigning=true'],
      notaryKey: 'key text',
    });
  });

  test('on macOS: signed alone, and said', () => {
    expect(signingOf('darwin', { CSC_NAME: 'Dueline' })).toMatchObject({
      arguments: ['-c.forceCodeSigning=true', '-c.mac.notarize=false'],
      notaryKey: undefined,
      message: expect.stringContaining('not notarised'),
    });
  });

  test('on macOS without anything: ad hoc, since nothing unsigned runs there', () => {
    expect(signingOf('darwin', {})).toMatchObject({
      ok: true,
      arguments: ['-c.mac.identity=-', '-c.mac.hardenedRuntime=false', '-c.mac.notarize=false'],
    });
  });

  test('on macOS: nothing is notarised by half, or unsigned', () => {
    expect(signingOf('darwin', { CSC_LINK: 'x', APPLE_API_KEY: 'k' })).toMatchObject({
      ok: false,
      message: 'To sign, APPLE_API_KEY_ID, APPLE_API_ISSUER must be set too.',
    });
    expect(signingOf('darwin', notary)).toMatchObject({ ok: false });
  });

  test('on Linux nothing is signed', () => {
    expect(signingOf('linux', { ...azure, CSC_LINK: 'x' })).toMatchObject({ ok: true, arguments: [] });
  });
});
