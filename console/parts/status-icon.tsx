/** A decorative icon for a status. The text beside it names the status, so colour never stands alone. */

const SHAPES = {
  works: "M3 8.5 6.5 12 13 4.5",
  soon: "M8 2 14.5 13.5H1.5ZM8 6.5v3.2M8 11.6v.1",
  urgent: "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5ZM8 4.8v4M8 11.2v.1",
} as const;

export type Status = keyof typeof SHAPES;

export function StatusIcon({ status }: { status: Status }) {
  return (
    <svg
      className="status-icon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden
      focusable="false"
      data-status={status}
    >
      <path
        d={SHAPES[status]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
