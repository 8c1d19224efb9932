/// Digests for which collisions are known.
///
/// They are here to read and check what others made with them; nothing new may rest on them.
public enum Insecure {}
