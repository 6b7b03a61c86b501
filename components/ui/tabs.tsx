import { Fragment, type ReactNode } from "react";

export interface Tab {
  readonly name: string;
  readonly label: string;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly id: string;
  /** Names the group for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
}

/**
 * One panel at a time, by native radio buttons and CSS: arrow keys work and no script is needed. At most six tabs
 * (the rules in globals.css count them).
 */
export function Tabs({ id, label, tabs, selected }: TabsProps) {
  return (
    <fieldset className="tabs min-w-0">
      <legend className="sr-only">{label}</legend>
      {tabs.map((tab) => (
        <Fragment key={tab.name}>
          <input
            type="radio"
            id={`${id}-${tab.name}`}
            name={id}
            value={tab.name}
            defaultChecked={tab.name === selected}
            className="sr-only"
          />
          <label
            htmlFor={`${id}-${tab.name}`}
            className="tab-label me-1 mb-1 inline-flex min-h-11 items-center rounded-lg border border-line px-3 text-sm font-medium text-ink-soft hover:bg-sunken"
            data-print="hide"
          >
            {tab.label}
          </label>
        </Fragment>
      ))}
      {tabs.map((tab) => (
        <div key={tab.name} className="tab-panel pt-4" data-tab={tab.name}>
          {tab.content}
        </div>
      ))}
    </fieldset>
  );
}
