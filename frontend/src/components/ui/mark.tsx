/** The program's mark: several small squares held by one line. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="14" fill="#0f766e" />
      <path d="M14 18 H50 M32 18 V50" fill="none" stroke="#5eead4" strokeWidth="4" strokeLinecap="round" />
      <g fill="#ffffff">
        <rect x="8" y="12" width="12" height="12" rx="2.5" />
        <rect x="26" y="12" width="12" height="12" rx="2.5" />
        <rect x="44" y="12" width="12" height="12" rx="2.5" />
        <rect x="26" y="28" width="12" height="12" rx="2.5" />
        <rect x="26" y="44" width="12" height="12" rx="2.5" />
      </g>
    </svg>
  )
}
