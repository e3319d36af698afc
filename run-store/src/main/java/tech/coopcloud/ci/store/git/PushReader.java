package tech.coopcloud.ci.store.git;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.StoredObjectRepresentationNotAvailableException;
import org.eclipse.jgit.internal.storage.pack.CachedPack;
import org.eclipse.jgit.internal.storage.pack.ObjectReuseAsIs;
import org.eclipse.jgit.internal.storage.pack.ObjectToPack;
import org.eclipse.jgit.internal.storage.pack.PackOutputStream;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BitmapIndex.BitmapBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;

/**
 * Reads what a push sends. While it is counted what that is, trees that the remote has with all
 * that is in them look empty, so that nobody goes into them; what is written is read as it is.
 */
final class PushReader extends ObjectReader.Filter implements ObjectReuseAsIs {
  private static final ObjectLoader EMPTY =
      new ObjectLoader.SmallObject(Constants.OBJ_TREE, new byte[0]);

  private final ObjectReader whole;
  private final ObjectReuseAsIs packs;
  private final Set<ObjectId> known;
  private boolean counted;

  /**
   * @param whole reads a repository on disk
   * @param known trees that the remote has
   */
  PushReader(ObjectReader whole, Set<ObjectId> known) {
    this.whole = whole;
    this.packs = (ObjectReuseAsIs) whole;
    this.known = known;
  }

  @Override
  protected ObjectReader delegate() {
    return whole;
  }

  @Override
  public ObjectLoader open(AnyObjectId id, int type) throws IOException {
    return !counted && type == Constants.OBJ_TREE && known.contains(id.toObjectId())
        ? EMPTY
        : whole.open(id, type);
  }

  @Override
  public ObjectToPack newObjectToPack(AnyObjectId id, int type) {
    return packs.newObjectToPack(id, type);
  }

  @Override
  public void selectObjectRepresentation(
      PackWriter writer, ProgressMonitor monitor, Iterable<ObjectToPack> objects)
      throws IOException {
    counted = true;
    packs.selectObjectRepresentation(writer, monitor, objects);
  }

  @Override
  public void writeObjects(PackOutputStream out, List<ObjectToPack> objects) throws IOException {
    packs.writeObjects(out, objects);
  }

  @Override
  public void copyObjectAsIs(PackOutputStream out, ObjectToPack object, boolean validate)
      throws IOException, StoredObjectRepresentationNotAvailableException {
    packs.copyObjectAsIs(out, object, validate);
  }

  @Override
  public void copyPackAsIs(PackOutputStream out, CachedPack pack) throws IOException {
    packs.copyPackAsIs(out, pack);
  }

  @Override
  public Collection<CachedPack> getCachedPacksAndUpdate(BitmapBuilder needed) throws IOException {
    return packs.getCachedPacksAndUpdate(needed);
  }
}
