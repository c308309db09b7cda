# The calls of examples/find-recordings.ts with curl. docs/api.md shows them piece by piece, and
# tests/docs/find-recordings.test.ts runs the pieces as the document has them.

# #region list
ask() {
  curl -sS "$TAPEDECK/trpc/$1" -H "authorization: Bearer $TOKEN" -G --data-urlencode "input=$2"
}
INPUT='{}'
while [ -n "$INPUT" ]; do
  PAGE=$(ask recordings.list "$INPUT")
  printf '%s\n' "$PAGE"
  INPUT=$(printf %s "$PAGE" | sed -n 's/.*"nextCursor":\("[^"]*"\).*/{"cursor":\1}/p')
done
# #endregion

# #region play
ID=2025-01-31-08-15-30-123456-7ZK3QF
URL=$(ask recordings.get "{\"recordingId\":\"$ID\"}" |
  sed -nE 's/.*"(wholeFile|file)":\{"url":"([^"]*)".*/\2/p')
[ -z "$URL" ] || ffplay -nodisp -autoexit "$URL"
# #endregion

# #region download
if [ -n "$URL" ]; then
  curl -fsSOJ "$URL"
else
  FIRST=0
  while
    URLS=$(ask recordings.get "{\"recordingId\":\"$ID\",\"firstSequence\":$FIRST}" |
      tr '{' '\n' | sed -n 's/^"sequence":.*"url":"\([^"]*\)".*/\1/p')
    [ -n "$URLS" ]
  do
    for EACH in $URLS; do curl -fsSOJ "$EACH"; done
    FIRST=$((FIRST + 100))
  done
fi
# #endregion
