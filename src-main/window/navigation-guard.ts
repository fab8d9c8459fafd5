/**
 * True for the app's one page: nothing else may be navigated to, and nothing else may call the main process. Its query
 * and fragment are its own affair; its other files are parts of the page and no pages.
 */
export function isAppPage(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === 'app:' &&
    parsed.host === 'dueline' &&
    parsed.username === '' &&
    parsed.password === '' &&
    parsed.port === '' &&
    (parsed.pathname === '' || parsed.pathname === '/' || parsed.pathname === '/index.html')
  );
}
