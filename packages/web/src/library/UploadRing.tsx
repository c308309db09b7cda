/** How much of a recording is in the bucket, as a ring that closes. The words beside it say it in numbers. */
export function UploadRing(props: { share: number }) {
  return (
    <svg class="upload-ring" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" />
      <circle
        class="sent"
        cx="12"
        cy="12"
        r="9"
        pathLength="100"
        stroke-dasharray={`${Math.round(props.share * 100)} 100`}
      />
    </svg>
  );
}
