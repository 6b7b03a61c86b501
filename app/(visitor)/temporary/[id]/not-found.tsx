import { AddressGone } from "@/app/temporary-desk/address-gone";

export default function AddressGonePage() {
  return <AddressGone base="/temporary" />;
}
