// The element ids this product writes or understands, under the names of the specifications.
// Import it as a namespace, `ID`: bundlers then replace each name by its number.
// @see RFC 8794 §11 (EBML header), RFC 9559 §5.1 (Matroska), https://www.webmproject.org/docs/container/

export const EBML = 0x1a45dfa3;
export const EBMLVersion = 0x4286;
export const EBMLReadVersion = 0x42f7;
export const EBMLMaxIDLength = 0x42f2;
export const EBMLMaxSizeLength = 0x42f3;
export const DocType = 0x4282;
export const DocTypeVersion = 0x4287;
export const DocTypeReadVersion = 0x4285;

export const Segment = 0x18538067;
export const SeekHead = 0x114d9b74;
export const Seek = 0x4dbb;
export const SeekID = 0x53ab;
export const SeekPosition = 0x53ac;
export const Chapters = 0x1043a770;
export const Attachments = 0x1941a469;
export const Tags = 0x1254c367;
export const Tag = 0x7373;
export const Targets = 0x63c0;
export const SimpleTag = 0x67c8;
export const TagName = 0x45a3;
export const TagBinary = 0x4485;

export const Info = 0x1549a966;
export const TimestampScale = 0x2ad7b1;
export const Duration = 0x4489;
export const MuxingApp = 0x4d80;
export const WritingApp = 0x5741;

export const Tracks = 0x1654ae6b;
export const TrackEntry = 0xae;
export const TrackNumber = 0xd7;
export const TrackUID = 0x73c5;
export const TrackType = 0x83;
export const FlagLacing = 0x9c;
export const Language = 0x22b59c;
export const CodecID = 0x86;
export const CodecPrivate = 0x63a2;
export const CodecDelay = 0x56aa;
export const SeekPreRoll = 0x56bb;
export const ContentEncodings = 0x6d80;
export const Audio = 0xe1;
export const SamplingFrequency = 0xb5;
export const Channels = 0x9f;

export const Cluster = 0x1f43b675;
export const Timestamp = 0xe7;
export const SimpleBlock = 0xa3;
export const BlockGroup = 0xa0;
export const Block = 0xa1;
export const DiscardPadding = 0x75a2;

export const Cues = 0x1c53bb6b;
export const CuePoint = 0xbb;
export const CueTime = 0xb3;
export const CueTrackPositions = 0xb7;
export const CueTrack = 0xf7;
export const CueClusterPosition = 0xf1;
