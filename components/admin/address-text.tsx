/** An address that breaks before its @ where it has to, or between its words, and within a word only as a last resort. */
export function AddressText({ address }: { readonly address: string }) {
  const at = Math.max(0, address.lastIndexOf("@"));
  return (
    <span className="font-mono text-sm wrap-anywhere">
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </span>
  );
}
