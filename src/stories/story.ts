/** The page's story. */
import { pageCast } from './cast.ts';
import { createPlayer } from './player.ts';

/** The story under way on the page, if there is one. */
export const useStory = createPlayer(pageCast);
