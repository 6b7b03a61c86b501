"use client";

import "./globals.css";

/**
 * The layout itself failed, and with it the choice of language: the page speaks all of them. No context, no
 * messages, no session is touched here.
 */
export default function GlobalErrorPage({ error }: { readonly error: Error & { readonly digest?: string } }) {
  return (
    <html lang="en">
      <body className="bg-canvas font-sans text-ink">
        <title>Pasture</title>
        <main className="mx-auto grid max-w-xl gap-6 p-6 py-16">
          <div className="grid gap-2">
            <h1 className="text-2xl font-semibold">This page could not be shown</h1>
            <p>Nothing you saved was lost. Reload the page in a moment.</p>
          </div>
          <div className="grid gap-2" lang="ru">
            <h2 className="text-2xl font-semibold">Не удалось показать страницу</h2>
            <p>Всё сохранённое на месте. Обновите страницу через минуту.</p>
          </div>
          {error.digest ? <code className="font-mono text-sm select-all">{error.digest}</code> : null}
          <a className="link" href="/">
            Pasture
          </a>
        </main>
      </body>
    </html>
  );
}
